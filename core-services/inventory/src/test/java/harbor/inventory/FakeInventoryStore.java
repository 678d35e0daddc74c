package harbor.inventory;

import harbor.inventory.stock.NearPlace;
import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.StockLevel;
import harbor.kit.service.row.Audit;
import harbor.kit.service.row.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stock in memory; can be told to fail. */
final class FakeInventoryStore implements InventoryStore {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, Stored> stock = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private @Nullable RuntimeException failure;

  private record Stored(StatedStock stated, long version) {}

  /** From now on every method ends so. */
  void failWith(RuntimeException next) {
    failure = next;
  }

  @Override
  public List<StockLevel> levels(List<String> ids, int maxPlaces) {
    failIfTold();
    return ids.stream()
        .flatMap(id -> Optional.ofNullable(stock.get(id)).stream())
        .map(stored -> level(stored, maxPlaces))
        .toList();
  }

  @Override
  public Set<String> knownPlaces(Set<String> ids) {
    failIfTold();
    return ids.stream().filter(places::containsKey).collect(Collectors.toSet());
  }

  @Override
  public List<Place> places(String after, int max) {
    failIfTold();
    return places.values().stream()
        .filter(place -> place.id().compareTo(after) > 0)
        .sorted(Comparator.comparing(Place::id))
        .limit(max)
        .toList();
  }

  @Override
  public List<NearPlace> nearest(Position from, Set<Place.Kind> kinds, int max) {
    failIfTold();
    return places.values().stream()
        .filter(place -> kinds.contains(place.kind()))
        .map(
            place ->
                new NearPlace(
                    place,
                    Math.toIntExact(
                        Math.round(
                            1_000
                                * from.kilometresTo(
                                    new Position(place.latitude(), place.longitude()))))))
        .sorted(Comparator.comparingInt(NearPlace::metres).thenComparing(near -> near.place().id()))
        .limit(max)
        .toList();
  }

  @Override
  public List<Boolean> writeStock(SequencedCollection<StatedStock> written) {
    failIfTold();
    List<Boolean> changes = new ArrayList<>();
    for (StatedStock stated : written) {
      Stored known = stock.get(stated.productId());
      if (known == null || !known.stated().equals(stated)) {
        stock.put(stated.productId(), new Stored(stated, known == null ? 1 : known.version() + 1));
        changes.add(known == null);
      }
    }
    return changes;
  }

  @Override
  public List<Boolean> writePlaces(SequencedCollection<Place> written) {
    failIfTold();
    List<Boolean> changes = new ArrayList<>();
    for (Place place : written) {
      Place known = places.put(place.id(), place);
      if (!place.equals(known)) {
        changes.add(known == null);
      }
    }
    return changes;
  }

  private void failIfTold() {
    if (failure != null) {
      throw failure;
    }
  }

  private StockLevel level(Stored stored, int maxPlaces) {
    StatedStock stated = stored.stated();
    return new StockLevel(
        stated.productId(),
        stated.status(),
        stated.availableFrom(),
        stated.counted(),
        stated.onHand().values().stream().mapToLong(Long::longValue).sum(),
        stated.handling(),
        stated.onHand().entrySet().stream()
            .filter(held -> held.getValue() > 0)
            .map(held -> at(held.getKey(), held.getValue()))
            .sorted(
                Comparator.comparingLong(StockLevel.AtPlace::left)
                    .reversed()
                    .thenComparing(StockLevel.AtPlace::placeId))
            .limit(maxPlaces)
            .toList(),
        new Audit(NOW, "inventory", NOW, "inventory", stored.version()));
  }

  private StockLevel.AtPlace at(String placeId, long left) {
    Place place = places.get(placeId);
    if (place == null) {
      throw new IllegalStateException("Stock at an unknown place: " + placeId);
    }
    return new StockLevel.AtPlace(placeId, place.name(), left);
  }
}
