package harbor.mobile.cart;

import harbor.carts.v1.Remark;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Cart;
import harbor.mobile.v1.CartLine;
import harbor.screens.cart.CartViews;
import harbor.screens.product.StockWords;

/** The cart on the phone: what is not known of a line's product is absent. */
public final class MobileCartViews {
  private static final int THUMBNAIL = 120;

  private final MediaUrls media;

  private MobileCartViews(MediaUrls media) {
    this.media = media;
  }

  /** With pictures from there. */
  public static CartViews<Cart, CartLine> of(MediaUrls media) {
    MobileCartViews views = new MobileCartViews(media);
    return new CartViews<>(
        Cart.class,
        (content, _) -> views.view(content),
        Cart::getId,
        Cart::getLinesList,
        CartLine::getId,
        CartLine::getProductId);
  }

  Cart view(CartViews.Content content) {
    Cart.Builder view =
        Cart.newBuilder()
            .setId(content.cart().getId())
            .setVersion(content.version())
            .setItemCount(content.itemCount());
    if (content.cart().hasCouponCode()) {
      view.setCouponCode(content.cart().getCouponCode());
    }
    content
        .subtotal()
        .ifPresent(
            sum ->
                view.setSubtotalMinor(Math.toIntExact(sum.getMinor()))
                    .setCurrency(sum.getCurrency()));
    content.lines().forEach(line -> view.addLines(line(line)));
    for (Remark remark : content.cart().getRemarksList()) {
      view.addLeftOutBuilder().setProductId(remark.getProductId()).setPieces(remark.getLeftOut());
    }
    return view.build();
  }

  private CartLine line(CartViews.Entry entry) {
    CartLine.Builder view =
        CartLine.newBuilder()
            .setId(entry.line().getId())
            .setProductId(entry.line().getProductId())
            .setQuantity(entry.line().getQuantity())
            .setState(entry.state());
    if (entry.offer() != null) {
      add(view, entry.offer());
      entry.left().ifPresent(view::setLeft);
    }
    return view.build();
  }

  private void add(CartLine.Builder view, CartViews.Offer offer) {
    view.setName(offer.product().getShortTitle())
        .setPriceMinor(Math.toIntExact(offer.price().getMinor()))
        .setCurrency(offer.price().getCurrency());
    if (offer.product().getImagesCount() > 0) {
      view.setImage(media.url(offer.product().getImages(0).getUrl(), THUMBNAIL));
    }
    if (offer.stock() != null) {
      view.setStockStatus(StockWords.of(offer.stock().getStatus()));
    }
  }
}
