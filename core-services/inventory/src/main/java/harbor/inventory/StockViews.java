package harbor.inventory;

import harbor.inventory.stock.Offer;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel;
import harbor.inventory.stock.StoredStock;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.StoredPieces;
import harbor.kit.service.row.Timestamps;

/** The stock message from what is there. */
final class StockViews {
  /** Clients show an int. */
  private static final long MAX_AVAILABLE = Integer.MAX_VALUE;

  private StockViews() {}

  /** What follows from the level. */
  static Stock stock(StockLevel level) {
    Offer offer = Offer.of(level);
    Stock.Builder view =
        Stock.newBuilder()
            .setProductId(level.productId())
            .setStatus(status(offer.status()))
            .setLow(offer.low())
            .setMinHandlingDays(level.handling().min())
            .setMaxHandlingDays(level.handling().max())
            .setAudit(level.audit().message());
    offer.available().ifPresent(pieces -> view.setAvailable(Math.min(pieces, MAX_AVAILABLE)));
    level
        .availableFrom()
        .filter(_ -> offer.status().isAwaited())
        .map(Timestamps::of)
        .ifPresent(view::setAvailableFrom);
    level.places().forEach(place -> view.addPlaces(place(place)));
    return view.build();
  }

  /** Stock as it is stored. */
  static harbor.inventory.v1.StoredStock stored(StoredStock stock) {
    harbor.inventory.v1.StoredStock.Builder view =
        harbor.inventory.v1.StoredStock.newBuilder()
            .setProductId(stock.productId())
            .setStatus(status(stock.status()))
            .setCounted(stock.counted())
            .setMinHandlingDays(stock.handling().min())
            .setMaxHandlingDays(stock.handling().max())
            .setAudit(stock.audit().message());
    stock.availableFrom().map(Timestamps::of).ifPresent(view::setAvailableFrom);
    stock
        .places()
        .forEach(
            place ->
                view.addPlaces(
                    StoredPieces.newBuilder()
                        .setPlaceId(place.placeId())
                        .setOnHand(place.onHand())
                        .setReserved(place.reserved())));
    return view.build();
  }

  private static StockStatus status(Status status) {
    return switch (status) {
      case AVAILABLE -> StockStatus.STOCK_STATUS_AVAILABLE;
      case OUT_OF_STOCK -> StockStatus.STOCK_STATUS_OUT_OF_STOCK;
      case PREORDER -> StockStatus.STOCK_STATUS_PREORDER;
      case BACKORDER -> StockStatus.STOCK_STATUS_BACKORDER;
    };
  }

  private static PlaceStock place(StockLevel.AtPlace place) {
    return PlaceStock.newBuilder()
        .setPlaceId(place.placeId())
        .setPlaceName(place.name())
        .setAvailable(place.left())
        .build();
  }
}
