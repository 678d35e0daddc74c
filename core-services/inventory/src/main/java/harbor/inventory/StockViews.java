package harbor.inventory;

import com.google.protobuf.Timestamp;
import harbor.inventory.stock.Audit;
import harbor.inventory.stock.DeliveryPromise;
import harbor.inventory.stock.Offer;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel;
import harbor.inventory.v1.DeliveryEstimate;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.service.Changes;
import java.time.Instant;

/** The stock message from what is there. */
final class StockViews {
  private final DeliveryPromise promise;

  StockViews(DeliveryPromise promise) {
    this.promise = promise;
  }

  /** What follows from the level. */
  Stock of(StockLevel level) {
    Offer offer = Offer.of(level);
    Stock.Builder view =
        Stock.newBuilder()
            .setProductId(level.productId().value())
            .setStatus(status(offer.status()))
            .setLow(offer.low())
            .setAudit(audit(level.audit()));
    offer.available().ifPresent(view::setAvailable);
    promise
        .of(offer.status(), level.handling())
        .ifPresent(window -> view.setDelivery(delivery(window)));
    level.places().forEach(place -> view.addPlaces(place(place)));
    return view.build();
  }

  /** What a watcher is told. */
  static harbor.type.v1.Changes changes(Changes changes) {
    return harbor.type.v1.Changes.newBuilder()
        .setResumeToken(changes.resumeToken())
        .setReset(changes.reset())
        .addAllIds(changes.ids())
        .build();
  }

  private static StockStatus status(Status status) {
    return switch (status) {
      case AVAILABLE -> StockStatus.STOCK_STATUS_AVAILABLE;
      case OUT_OF_STOCK -> StockStatus.STOCK_STATUS_OUT_OF_STOCK;
      case PREORDER -> StockStatus.STOCK_STATUS_PREORDER;
    };
  }

  private static DeliveryEstimate delivery(DeliveryPromise.Window window) {
    return DeliveryEstimate.newBuilder()
        .setEarliest(window.earliest().toString())
        .setLatest(window.latest().toString())
        .build();
  }

  private static PlaceStock place(StockLevel.AtPlace place) {
    return PlaceStock.newBuilder()
        .setPlaceId(place.placeId())
        .setPlaceName(place.name())
        .setAvailable(place.left())
        .build();
  }

  private static harbor.type.v1.Audit audit(Audit audit) {
    return harbor.type.v1.Audit.newBuilder()
        .setCreatedAt(timestamp(audit.createdAt()))
        .setCreatedBy(audit.createdBy())
        .setUpdatedAt(timestamp(audit.updatedAt()))
        .setUpdatedBy(audit.updatedBy())
        .setVersion(audit.version())
        .build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
