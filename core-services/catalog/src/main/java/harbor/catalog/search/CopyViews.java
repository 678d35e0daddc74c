package harbor.catalog.search;

import com.google.protobuf.Timestamp;
import harbor.catalog.search.PostgresCopies.Column;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.Sale;
import harbor.reviews.v1.Rating;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
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
              "currency", "char(3)", price -> known(price, price.getCurrent().getCurrency())),
          new Column<>("next_at", "timestamptz", price -> next(price, Next::at)),
          new Column<>(
              "next_list_minor", "bigint", price -> next(price, _ -> price.getList().getMinor())),
          new Column<>("next_price_minor", "bigint", price -> next(price, Next::minor)));

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

  /** What is asked from a moment on. */
  private record Next(String at, long minor) {}

  /** The end of a sale that is in force, the beginning of any other. */
  private static @Nullable Object next(Price price, Function<Next, Object> value) {
    Sale sale = price.getSale();
    boolean isInForce = price.getCurrent().getMinor() < price.getList().getMinor();
    if (isInForce ? !sale.hasEndsAt() : !sale.hasStartsAt()) {
      return null;
    }
    return value.apply(
        isInForce
            ? new Next(text(sale.getEndsAt()), price.getList().getMinor())
            : new Next(text(sale.getStartsAt()), sale.getPrice().getMinor()));
  }

  private static String text(Timestamp moment) {
    return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()).toString();
  }

  private static @Nullable String availability(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE -> "AVAILABLE";
      case STOCK_STATUS_OUT_OF_STOCK -> "OUT_OF_STOCK";
      case STOCK_STATUS_PREORDER -> "PREORDER";
      case STOCK_STATUS_BACKORDER -> "BACKORDER";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
