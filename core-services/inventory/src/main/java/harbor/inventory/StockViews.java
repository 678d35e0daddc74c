package harbor.inventory;

import harbor.inventory.stock.DeliveryPromise;
import harbor.inventory.stock.Offer;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel;
import harbor.inventory.v1.DeliveryEstimate;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;

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
            .setProductId(level.productId())
            .setStatus(status(offer.status()))
            .setLow(offer.low())
            .setMinHandlingDays(level.handling().min())
            .setMaxHandlingDays(level.handling().max())
            .setAudit(level.audit().message());
    offer.available().ifPresent(view::setAvailable);
    promise
        .of(offer.status(), level.handling())
        .ifPresent(window -> view.setDelivery(delivery(window)));
    level.places().forEach(place -> view.addPlaces(place(place)));
    return view.build();
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
}
