package harbor.screens.cart;

import com.google.protobuf.Message;
import harbor.carts.v1.Cart;
import harbor.carts.v1.Line;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.plan.Part;
import harbor.pricing.v1.Price;
import harbor.type.v1.Money;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one BFF shows a cart, and what stands where in its view.
 *
 * @param <V> the view
 * @param <L> a line in it
 * @param type the view's type
 * @param view the cart as clients see it, with texts for people in a language; pure
 * @param id of the cart
 * @param lines of the cart
 * @param lineId of a line
 * @param productId of a line
 */
public record CartViews<V extends Message, L>(
    Class<V> type,
    BiFunction<Content, Locale, V> view,
    Function<V, String> id,
    Function<V, List<L>> lines,
    Function<L, String> lineId,
    Function<L, String> productId) {
  /** The id of the line of this product, which was just added. */
  String lineOf(String product, V cart) {
    return lines.apply(cart).stream()
        .filter(line -> productId.apply(line).equals(product))
        .map(lineId)
        .findFirst()
        .orElse("");
  }

  /**
   * A cart and what is known of the products in it.
   *
   * @param cart as the core service has it
   * @param lines in the cart's order
   * @param subtotal of what is sold, before promotions and shipping; empty when nobody could say,
   *     and for more than clients can read
   */
  public record Content(Cart cart, List<Entry> lines, Optional<Money> subtotal) {
    /** Copies the list. */
    public Content {
      lines = List.copyOf(lines);
    }

    /** Of what the calls gave: who could not say is told from who knows of none. */
    static Content of(
        Cart cart,
        Part<Map<String, Product>> cards,
        Map<String, Stock> stock,
        Map<String, Price> prices,
        Optional<Money> subtotal) {
      return new Content(
          cart,
          cart.getLinesList().stream()
              .map(
                  line ->
                      Entry.of(
                          line,
                          cards,
                          stock.get(line.getProductId()),
                          prices.get(line.getProductId())))
              .toList(),
          subtotal.filter(sum -> sum.getMinor() <= Integer.MAX_VALUE));
    }

    /** What If-Match wants to know. */
    public int version() {
      return Math.toIntExact(cart.getAudit().getVersion());
    }

    /** Pieces in all lines together. */
    public int itemCount() {
      return cart.getLinesList().stream().mapToInt(Line::getQuantity).sum();
    }
  }

  /**
   * A line of a cart.
   *
   * @param line as the core service has it
   * @param state {@code ok}; {@code gone}: there is no such product any more; {@code unknown}:
   *     nobody could say
   * @param offer what is known of its product; only when it is {@code ok}
   */
  public record Entry(Line line, String state, @Nullable Offer offer) {
    /** Pieces left, where they are few or fewer than the line's. */
    public OptionalInt left() {
      Stock stock = offer == null ? null : offer.stock();
      return stock != null
              && stock.getStatus() == StockStatus.STOCK_STATUS_AVAILABLE
              && stock.hasAvailable()
              && (stock.getLow() || stock.getAvailable() < line.getQuantity())
          ? OptionalInt.of(Math.toIntExact(stock.getAvailable()))
          : OptionalInt.empty();
    }

    private static Entry of(
        Line line, Part<Map<String, Product>> cards, @Nullable Stock stock, @Nullable Price price) {
      Product card = cards.value().get(line.getProductId());
      if (card == null) {
        return new Entry(line, cards instanceof Part.Fallback ? "unknown" : "gone", null);
      }
      return new Entry(
          line, "ok", new Offer(card, price == null ? card.getPrice() : price.getCurrent(), stock));
    }
  }

  /**
   * A product that is for sale.
   *
   * @param price of one piece: pricing's, otherwise the catalogue's
   * @param stock null when nobody could say
   */
  public record Offer(Product product, Money price, @Nullable Stock stock) {}
}
