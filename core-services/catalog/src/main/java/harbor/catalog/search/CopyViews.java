package harbor.catalog.search;

import harbor.catalog.search.PostgresCopies.Column;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.Rating;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of the owners' answers is copied; an empty answer stands for none. */
final class CopyViews {
  static final Price NO_PRICE = Price.getDefaultInstance();
  static final Stock NO_STOCK = Stock.getDefaultInstance();
  static final Rating NO_RATING = Rating.getDefaultInstance();

  static final List<Column<Price>> PRICE =
      List.of(
          new Column<>("list_minor", "bigint", price -> known(price, price.getList().getMinor())),
          new Column<>(
              "price_minor", "bigint", price -> known(price, price.getCurrent().getMinor())),
          new Column<>(
              "currency", "char(3)", price -> known(price, price.getCurrent().getCurrency())));

  static final List<Column<Stock>> STOCK =
      List.of(new Column<>("availability", "text", stock -> availability(stock.getStatus())));

  static final List<Column<Rating>> RATING =
      List.of(
          new Column<>("rating_tenths", "integer", Rating::getAverageTenths),
          new Column<>("rating_count", "integer", Rating::getCount));

  private CopyViews() {}

  private static @Nullable Object known(Price price, Object value) {
    return price.hasCurrent() ? value : null;
  }

  private static @Nullable String availability(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE -> "AVAILABLE";
      case STOCK_STATUS_OUT_OF_STOCK -> "OUT_OF_STOCK";
      case STOCK_STATUS_PREORDER -> "PREORDER";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
