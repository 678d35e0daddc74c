package harbor.inventory;

import com.google.protobuf.Timestamp;
import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.v1.PlaceKind;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.StoredStock;
import harbor.kit.runtime.Identifiers;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stock and places from the rows of an import. */
final class RowViews {
  private RowViews() {}

  /** Every place that the rows name; what is no id can be no place and is left out. */
  static Set<String> placesOf(List<StockRow> rows) {
    return rows.stream()
        .flatMap(row -> row.getQuantitiesList().stream())
        .map(PlaceQuantity::getPlaceId)
        .filter(Identifiers::isWellFormed)
        .collect(Collectors.toSet());
  }

  /**
   * The stock that a row states.
   *
   * @param knownPlaces where stock can be
   * @throws InvalidField when there can be no such stock
   */
  static StatedStock stock(StockRow row, Set<String> knownPlaces) {
    return new StatedStock(
        row.getProductId(),
        status(row.getStatus()),
        row.hasAvailableFrom() ? moment(row.getAvailableFrom()) : Optional.empty(),
        Fields.days(
            "min_handling_days", row.getMinHandlingDays(),
            "max_handling_days", row.getMaxHandlingDays()),
        onHand(row, knownPlaces));
  }

  /**
   * The stock that an administrator states; places are those that it has. When it is available is
   * forgotten with the status of which that was said.
   *
   * @throws InvalidField when there can be no such stock
   */
  static StatedStock stated(StoredStock row) {
    SortedMap<String, Long> onHand = new TreeMap<>();
    if (row.getCounted()) {
      row.getPlacesList().forEach(pieces -> onHand.put(pieces.getPlaceId(), pieces.getOnHand()));
    }
    Status status = status(row.getStatus());
    return new StatedStock(
        row.getProductId(),
        status,
        row.hasAvailableFrom() && status.isAwaited()
            ? moment(row.getAvailableFrom())
            : Optional.empty(),
        Fields.days(
            "min_handling_days", row.getMinHandlingDays(),
            "max_handling_days", row.getMaxHandlingDays()),
        onHand);
  }

  /**
   * The place that a row states.
   *
   * @throws InvalidField when there can be no such place
   */
  static Place place(harbor.inventory.v1.Place row) {
    return new Place(
        row.getId(),
        row.getName(),
        row.getCity(),
        row.getRegion(),
        row.getPostalCode(),
        row.getLatitude(),
        row.getLongitude(),
        kind(row));
  }

  /** Who does not say it means a store: files and importers did not know kinds before. */
  private static Place.Kind kind(harbor.inventory.v1.Place row) {
    return row.getKind() == PlaceKind.PLACE_KIND_UNSPECIFIED
        ? Place.Kind.STORE
        : PlaceViews.kind("kind", row.getKindValue());
  }

  private static Optional<Instant> moment(Timestamp moment) {
    return Optional.of(Fields.instant("available_from", moment));
  }

  private static Status status(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE -> Status.AVAILABLE;
      case STOCK_STATUS_OUT_OF_STOCK -> Status.OUT_OF_STOCK;
      case STOCK_STATUS_PREORDER -> Status.PREORDER;
      case STOCK_STATUS_BACKORDER -> Status.BACKORDER;
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidField(
              "status", "Not said (expected: AVAILABLE, OUT_OF_STOCK, PREORDER or BACKORDER).");
    };
  }

  private static SortedMap<String, Long> onHand(StockRow row, Set<String> knownPlaces) {
    SortedMap<String, Long> onHand = new TreeMap<>();
    for (PlaceQuantity quantity : row.getQuantitiesList()) {
      String place = quantity.getPlaceId();
      if (!knownPlaces.contains(place)) {
        throw new InvalidField(
            StatedStock.QUANTITIES,
            Identifiers.isWellFormed(place)
                ? "Names the place %s, which is not known.".formatted(place)
                : "Names a place by a malformed id.");
      }
      if (onHand.put(place, quantity.getOnHand()) != null) {
        throw new InvalidField(
            StatedStock.QUANTITIES, "Names the place %s twice.".formatted(place));
      }
    }
    return onHand;
  }
}
