package harbor.mobile.cart;

import harbor.carts.v1.Line;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Part;
import harbor.mobile.StockWords;
import harbor.mobile.v1.AddCartLineRequest;
import harbor.mobile.v1.Cart;
import harbor.mobile.v1.CartLine;
import harbor.pricing.v1.Price;
import harbor.type.v1.Money;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cart's view: what is not known of a line's product is absent. */
final class CartViews {
  private static final int THUMBNAIL = 120;

  private final MediaUrls media;

  CartViews(MediaUrls media) {
    this.media = media;
  }

  static Collection<String> productIds(harbor.carts.v1.Cart cart) {
    return cart.getLinesList().stream().map(Line::getProductId).toList();
  }

  /** Where the line of a product that was just added is found. */
  static String lineAddress(AddCartLineRequest asked, Cart cart) {
    String line =
        cart.getLinesList().stream()
            .filter(each -> each.getProductId().equals(asked.getProductId()))
            .map(CartLine::getId)
            .findFirst()
            .orElse("");
    return "/mobile/v1/carts/%s/lines/%s".formatted(cart.getId(), line);
  }

  Cart view(
      harbor.carts.v1.Cart cart,
      Part<Map<String, Product>> cards,
      Map<String, Stock> stock,
      Map<String, Price> prices) {
    Cart.Builder view =
        Cart.newBuilder()
            .setId(cart.getId())
            .setVersion(Math.toIntExact(cart.getAudit().getVersion()));
    if (cart.hasCouponCode()) {
      view.setCouponCode(cart.getCouponCode());
    }
    int pieces = 0;
    for (Line line : cart.getLinesList()) {
      String product = line.getProductId();
      view.addLines(line(line, cards, stock.get(product), prices.get(product)));
      pieces += line.getQuantity();
    }
    return view.setItemCount(pieces).build();
  }

  private CartLine line(
      Line line, Part<Map<String, Product>> cards, @Nullable Stock stock, @Nullable Price price) {
    CartLine.Builder view =
        CartLine.newBuilder()
            .setId(line.getId())
            .setProductId(line.getProductId())
            .setQuantity(line.getQuantity());
    Product card = cards.value().get(line.getProductId());
    if (card == null) {
      return view.setState(cards instanceof Part.Fallback ? "unknown" : "gone").build();
    }
    Money amount = price == null ? card.getPrice() : price.getCurrent();
    view.setState("ok")
        .setName(card.getShortTitle())
        .setPriceMinor(Math.toIntExact(amount.getMinor()))
        .setCurrency(amount.getCurrency());
    if (card.getImagesCount() > 0) {
      view.setImage(media.url(card.getImages(0).getUrl(), THUMBNAIL));
    }
    if (stock != null) {
      view.setStockStatus(StockWords.of(stock.getStatus()));
    }
    return view.build();
  }
}
