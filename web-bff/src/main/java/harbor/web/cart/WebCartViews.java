package harbor.web.cart;

import harbor.carts.v1.Remark;
import harbor.kit.bff.media.MediaUrls;
import harbor.screens.cart.CartViews;
import harbor.screens.product.StockWords;
import harbor.web.edge.PriceViews;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.Cart;
import harbor.web.v1.CartLine;
import java.util.Locale;

/** The cart in the browser: what is not known of a line's product is absent. */
public final class WebCartViews {
  private static final int PICTURE = 400;

  private final MediaUrls media;

  private WebCartViews(MediaUrls media) {
    this.media = media;
  }

  /** With pictures from there. */
  public static CartViews<Cart, CartLine> of(MediaUrls media) {
    return new CartViews<>(
        Cart.class,
        new WebCartViews(media)::view,
        Cart::getId,
        Cart::getLinesList,
        CartLine::getId,
        CartLine::getProductId);
  }

  Cart view(CartViews.Content content, Locale language) {
    Cart.Builder view =
        Cart.newBuilder()
            .setId(content.cart().getId())
            .setVersion(content.version())
            .setItemCount(content.itemCount());
    content.subtotal().ifPresent(sum -> view.setSubtotal(PriceViews.price(sum, language)));
    content.lines().forEach(line -> view.addLines(line(line, language)));
    if (content.cart().hasCouponCode()) {
      view.setCouponCode(content.cart().getCouponCode());
    }
    for (Remark remark : content.cart().getRemarksList()) {
      view.addLeftOutBuilder().setProductId(remark.getProductId()).setPieces(remark.getLeftOut());
    }
    return view.build();
  }

  private CartLine line(CartViews.Entry entry, Locale language) {
    String product = entry.line().getProductId();
    CartLine.Builder view =
        CartLine.newBuilder()
            .setId(entry.line().getId())
            .setProductId(product)
            .setQuantity(entry.line().getQuantity())
            .setState(entry.state())
            .setLink(
                entry.offer() == null
                    ? ProductLinks.of(product)
                    : ProductLinks.of(product, entry.offer().product().getLink()));
    if (entry.offer() != null) {
      add(view, entry.offer(), language);
      entry.left().ifPresent(view::setLeft);
    }
    return view.build();
  }

  private void add(CartLine.Builder view, CartViews.Offer offer, Locale language) {
    view.setName(offer.product().getTitle()).setPrice(PriceViews.price(offer.price(), language));
    if (offer.product().getImagesCount() > 0) {
      view.setImageUrl(media.url(offer.product().getImages(0).getUrl(), PICTURE));
    }
    if (offer.stock() != null) {
      view.setStockStatus(StockWords.of(offer.stock().getStatus()));
    }
  }
}
