package harbor.scripted;

import com.google.protobuf.Message;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.ListNearestPlacesResponse;
import harbor.inventory.v1.NearPlace;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceKind;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The places that inventory has: a warehouse is nearest. */
final class CorePlaces {
  private static final List<NearPlace> ALL =
      List.of(
          near(
              Place.newBuilder()
                  .setId("P01")
                  .setName("Harbor Warehouse Hamburg")
                  .setCity("Hamburg")
                  .setRegion("HH")
                  .setPostalCode("20457")
                  .setLatitude(53.5401)
                  .setLongitude(9.9921)
                  .setKind(PlaceKind.PLACE_KIND_WAREHOUSE),
              1_110),
          near(
              Place.newBuilder()
                  .setId("P02")
                  .setName("Harbor Hamburg Fischmarkt")
                  .setCity("Hamburg")
                  .setRegion("HH")
                  .setPostalCode("22767")
                  .setLatitude(53.5457)
                  .setLongitude(9.9486)
                  .setKind(PlaceKind.PLACE_KIND_STORE),
              2_780),
          near(
              Place.newBuilder()
                  .setId("P99")
                  .setName("A box by the sea")
                  .setLatitude(54.0)
                  .setLongitude(8.0)
                  .setKind(PlaceKind.PLACE_KIND_PICKUP_POINT),
              140_112));

  private CorePlaces() {}

  /** Answers as inventory does: places of the kinds asked for, of all when none was. */
  static void nearest(Message request, StreamObserver<byte[]> call) {
    ListNearestPlacesRequest asked = (ListNearestPlacesRequest) request;
    List<PlaceKind> kinds = asked.getKindsList();
    Script.answer(
            ListNearestPlacesResponse.newBuilder()
                .addAllPlaces(
                    ALL.stream()
                        .filter(
                            near -> kinds.isEmpty() || kinds.contains(near.getPlace().getKind()))
                        .limit(asked.getPageSize())
                        .toList())
                .build())
        .play(request, call);
  }

  private static NearPlace near(Place.Builder place, int metres) {
    return NearPlace.newBuilder().setPlace(place).setDistanceMetres(metres).build();
  }
}
