package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.stock.NearPlace;
import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel;
import harbor.inventory.stock.StockLevel.AtPlace;
import harbor.inventory.v1.PlaceKind;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Position;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of stock does. */
abstract class InventoryStoreContract {
  private static final Set<Place.Kind> ALL = EnumSet.allOf(Place.Kind.class);

  /** An empty one. */
  abstract InventoryStore store();

  @Test
  void levels_giveWhatWasSaid_whenItIsNotCounted() {
    store().writeStock(List.of(stated("a", Status.PREORDER, Map.of())));

    StockLevel level = level("a", 50);

    assertThat(level.said()).isEqualTo(Status.PREORDER);
    assertThat(level.counted()).isFalse();
    assertThat(level.handling()).isEqualTo(new DayRange(1, 3));
    assertThat(level.places()).isEmpty();
    assertThat(level.audit().version()).isEqualTo(1);
    assertThat(level.audit().createdBy()).isEqualTo("inventory");
  }

  @Test
  void levels_addUpThePlaces_andNameTheFullestFirst() {
    places("P1", "P2", "P3", "P4");
    store().writeStock(List.of(counted("a", Map.of("P1", 2L, "P2", 0L, "P3", 7L, "P4", 2L))));

    StockLevel level = level("a", 50);

    assertThat(level.left()).isEqualTo(11);
    assertThat(level.places())
        .containsExactly(
            new AtPlace("P3", "Place P3", 7),
            new AtPlace("P1", "Place P1", 2),
            new AtPlace("P4", "Place P4", 2));
  }

  @Test
  void levels_nameNoMorePlacesThanAskedFor_butCountAll() {
    String[] ids = IntStream.range(10, 70).mapToObj(i -> "P" + i).toArray(String[]::new);
    places(ids);
    Map<String, Long> onHand = new TreeMap<>();
    Stream.of(ids).forEach(id -> onHand.put(id, 1L));
    store().writeStock(List.of(counted("a", onHand)));

    assertThat(level("a", 50).places()).hasSize(50).first().isEqualTo(at("P10", 1));
    assertThat(level("a", 0).places()).isEmpty();
    assertThat(level("a", 0).left()).isEqualTo(60);
  }

  @Test
  void levels_keepTheOrderOfTheIds_andLeaveOutWhatIsUnknown() {
    store()
        .writeStock(
            List.of(
                stated("a", Status.AVAILABLE, Map.of()), stated("b", Status.AVAILABLE, Map.of())));

    assertThat(store().levels(List.of("b", "none", "a"), 0))
        .extracting(StockLevel::productId)
        .containsExactly("b", "a");
  }

  @Test
  void knownPlaces_areThoseThatWereWritten() {
    places("P1");

    assertThat(store().knownPlaces(Set.of("P1", "P2"))).containsExactly("P1");
    assertThat(store().knownPlaces(Set.of())).isEmpty();
  }

  @Test
  void places_areInTheOrderOfTheirIds_afterOne() {
    places("P2", "P1", "P3");

    assertThat(store().places("", 2)).containsExactly(place("P1"), place("P2"));
    assertThat(store().places("P1", 5)).containsExactly(place("P2"), place("P3"));
    assertThat(store().places("P3", 5)).isEmpty();
  }

  @Test
  void nearest_areByDistance_onTheGlobe() {
    store()
        .writePlaces(
            List.of(
                at("berlin", 52.5251, 13.343),
                at("fiji-east", -17, 179.9),
                at("hamburg", 53.5457, 9.9486),
                at("hamburg-2", 53.5457, 9.9486)));

    List<NearPlace> fromBremen = store().nearest(new Position(53.0962, 8.7395), ALL, 3);
    List<NearPlace> fromFijiWest = store().nearest(new Position(-17, -179.9), ALL, 1);

    assertThat(fromBremen)
        .extracting(near -> near.place().id())
        .containsExactly("hamburg", "hamburg-2", "berlin");
    assertThat(fromBremen.getFirst().metres()).isBetween(94_000, 96_000);
    assertThat(fromBremen.getLast().metres()).isBetween(314_000, 319_000);
    assertThat(fromFijiWest.getFirst().place().id()).isEqualTo("fiji-east");
    assertThat(fromFijiWest.getFirst().metres()).isBetween(21_000, 21_500);
    assertThat(store().nearest(new Position(90, 0), ALL, 50)).hasSize(4);
  }

  @Test
  void nearest_areOfTheKindsAskedFor_asManyAsAskedFor() {
    store()
        .writePlaces(
            List.of(
                of(PlaceKind.PLACE_KIND_WAREHOUSE, "a", 53.1),
                of(PlaceKind.PLACE_KIND_PICKUP_POINT, "b", 53.2),
                of(PlaceKind.PLACE_KIND_WAREHOUSE, "c", 53.3),
                of(PlaceKind.PLACE_KIND_STORE, "d", 53.4),
                of(PlaceKind.PLACE_KIND_STORE, "e", 53.5)));

    assertThat(nearest(ALL, 50)).containsExactly("a", "b", "c", "d", "e");
    assertThat(nearest(EnumSet.of(Place.Kind.STORE, Place.Kind.PICKUP_POINT), 2))
        .containsExactly("b", "d");
    assertThat(nearest(EnumSet.of(Place.Kind.WAREHOUSE), 50)).containsExactly("a", "c");
    assertThat(nearest(EnumSet.noneOf(Place.Kind.class), 50)).isEmpty();
  }

  private List<String> nearest(Set<Place.Kind> kinds, int max) {
    return store().nearest(new Position(53, 8.7395), kinds, max).stream()
        .map(near -> near.place().id())
        .toList();
  }

  private static Place of(PlaceKind kind, String id, double latitude) {
    return RowViews.place(Rows.place(id).setLatitude(latitude).setKind(kind).build());
  }

  @Test
  void writePlaces_changesAPlace_whenOnlyItsKindIsAnother() {
    assertThat(store().writePlaces(List.of(of(PlaceKind.PLACE_KIND_STORE, "a", 53))))
        .containsExactly(true);
    assertThat(store().writePlaces(List.of(of(PlaceKind.PLACE_KIND_WAREHOUSE, "a", 53))))
        .containsExactly(false);
    assertThat(store().writePlaces(List.of(of(PlaceKind.PLACE_KIND_WAREHOUSE, "a", 53)))).isEmpty();

    assertThat(store().places("", 1)).extracting(Place::kind).containsExactly(Place.Kind.WAREHOUSE);
  }

  private static Place at(String id, double latitude, double longitude) {
    return RowViews.place(Rows.place(id).setLatitude(latitude).setLongitude(longitude).build());
  }

  @Test
  void writePlaces_saysForEachThatItWrote_whetherItWasNew() {
    assertThat(places("P1", "P2")).containsExactly(true, true);
    assertThat(places("P1", "P2")).isEmpty();

    assertThat(
            store()
                .writePlaces(
                    List.of(
                        RowViews.place(Rows.place("P1").setLatitude(-1.5).build()),
                        place("P2"),
                        place("P3"))))
        .containsExactlyInAnyOrder(false, true);
  }

  @Test
  void writeStock_changesNothing_whenTheSameIsSaidAgain() {
    places("P1", "P2");
    List<StatedStock> stock =
        List.of(counted("a", Map.of("P1", 1L, "P2", 2L)), stated("b", Status.AVAILABLE, Map.of()));

    assertThat(store().writeStock(stock)).containsExactly(true, true);
    assertThat(store().writeStock(stock)).isEmpty();
    assertThat(level("a", 0).audit().version()).isEqualTo(1);
  }

  @Test
  void writeStock_countsAProductOnce_whenOnlyItsPiecesChanged() {
    places("P1", "P2", "P3");
    store().writeStock(List.of(counted("a", Map.of("P1", 1L, "P2", 2L)), counted("b", one())));

    List<Boolean> written =
        store().writeStock(List.of(counted("a", Map.of("P2", 5L, "P3", 1L)), counted("b", one())));

    assertThat(written).containsExactly(false);
    assertThat(level("a", 50).places()).containsExactly(at("P2", 5), at("P3", 1));
    assertThat(level("a", 0).audit().version()).isEqualTo(2);
    assertThat(level("b", 0).audit().version()).isEqualTo(1);
  }

  @Test
  void writeStock_countsAProductOnce_whenItAndItsPiecesChanged() {
    places("P1");
    store().writeStock(List.of(counted("a", one())));

    assertThat(store().writeStock(List.of(stated("a", Status.PREORDER, Map.of("P1", 3L)))))
        .containsExactly(false);
    assertThat(level("a", 0).audit().version()).isEqualTo(2);
  }

  @Test
  void writeStock_removesAPlace_whenItIsNoLongerNamed() {
    places("P1", "P2");
    store().writeStock(List.of(counted("a", Map.of("P1", 1L, "P2", 2L)), counted("b", one())));

    assertThat(store().writeStock(List.of(counted("a", one())))).containsExactly(false);
    assertThat(level("a", 50).places()).containsExactly(at("P1", 1));
    assertThat(level("b", 50).places()).containsExactly(at("P1", 1));
  }

  @Test
  void writeStock_endsTheCounting_whenNoPlaceIsNamedAnyMore() {
    places("P1");
    store().writeStock(List.of(counted("a", one())));

    store().writeStock(List.of(stated("a", Status.AVAILABLE, Map.of())));

    assertThat(level("a", 50).counted()).isFalse();
    assertThat(level("a", 50).left()).isZero();
  }

  private List<Boolean> places(String... ids) {
    return store().writePlaces(Stream.of(ids).sorted().map(InventoryStoreContract::place).toList());
  }

  private StockLevel level(String productId, int maxPlaces) {
    return store().levels(List.of(productId), maxPlaces).getFirst();
  }

  private static Place place(String id) {
    return RowViews.place(Rows.place(id).build());
  }

  private static AtPlace at(String placeId, long left) {
    return new AtPlace(placeId, "Place " + placeId, left);
  }

  private static Map<String, Long> one() {
    return Map.of("P1", 1L);
  }

  private static StatedStock counted(String productId, Map<String, Long> onHand) {
    return stated(productId, Status.AVAILABLE, onHand);
  }

  private static StatedStock stated(String productId, Status status, Map<String, Long> onHand) {
    return new StatedStock(
        productId, status, Optional.empty(), new DayRange(1, 3), new TreeMap<>(onHand));
  }
}
