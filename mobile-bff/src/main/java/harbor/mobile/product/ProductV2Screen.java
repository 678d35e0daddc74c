package harbor.mobile.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.clients.ShippingClient;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.mobile.v2.Delivery;
import harbor.mobile.v2.Price;
import harbor.mobile.v2.Product;
import harbor.mobile.v2.Rating;
import harbor.mobile.v2.Review;
import harbor.mobile.v2.Stock;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.screens.Known;
import harbor.screens.MoneyViews;
import harbor.screens.product.DeliveryViews;
import harbor.screens.product.StockWords;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Money;
import java.util.Locale;

/**
 * {@code GET /mobile/v2/products/{id}}: without the pricing service the catalogue's price stands
 * in; whatever else nobody could say is absent.
 */
public final class ProductV2Screen {
  private static final int THUMBNAIL = 400;
  private static final int TOP_REVIEWS = 3;
  private static final int EXCERPT = 280;

  private ProductV2Screen() {}

  /** Asks these services. */
  public static Screen<String, Product> of(
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      ReviewsClient reviews,
      ShippingClient shipping,
      MediaUrls media) {
    var product = critical("catalog.product", catalog.card).within(ofMillis(150));
    var stock =
        optional("inventory.stock", inventory.stock)
            .within(ofMillis(80))
            .orElse(harbor.inventory.v1.Stock.getDefaultInstance());
    var price =
        optional("pricing.price", pricing.price)
            .within(ofMillis(80))
            .orElse(harbor.pricing.v1.Price.getDefaultInstance());
    var newest =
        optional("reviews.list", reviews.newest)
            .within(ofMillis(120))
            .orElse(ListReviewsResponse.getDefaultInstance());
    var delivery =
        optional("shipping.delivery", shipping.delivery)
            .within(ofMillis(80))
            .orElse(ProductDelivery.getDefaultInstance());
    return Plan.of("mobile.product_v2", ofMillis(200), product, stock, price, newest, delivery)
        .shows(
            parts ->
                view(
                    parts.of(product),
                    parts.of(stock).value(),
                    parts.of(price).value(),
                    parts.of(newest).value(),
                    parts.of(delivery).value(),
                    media,
                    parts.language()));
  }

  static Product view(
      harbor.catalog.v1.Product product,
      harbor.inventory.v1.Stock stock,
      harbor.pricing.v1.Price price,
      ListReviewsResponse reviews,
      ProductDelivery delivery,
      MediaUrls media,
      Locale language) {
    Product.Builder view =
        Product.newBuilder()
            .setId(product.getId())
            .setName(product.getShortTitle())
            .setPrice(
                price(price.hasCurrent() ? price.getCurrent() : product.getPrice(), language));
    if (product.getImagesCount() > 0) {
      view.setThumbnailUrl(media.url(product.getImages(0).getUrl(), THUMBNAIL));
    }
    if (reviews.hasRating()) {
      view.setRating(rating(reviews.getRating()));
    }
    if (stock.getStatus() != StockStatus.STOCK_STATUS_UNSPECIFIED) {
      view.setStock(stock(stock));
    }
    if (DeliveryViews.isPromised(delivery, stock)) {
      view.setDelivery(
          Delivery.newBuilder()
              .setEarliest(delivery.getWindow().getEarliest())
              .setLatest(delivery.getWindow().getLatest()));
    }
    reviews.getReviewsList().stream()
        .limit(TOP_REVIEWS)
        .forEach(review -> view.addTopReviews(review(review)));
    return view.build();
  }

  private static Price price(Money money, Locale language) {
    return Price.newBuilder()
        .setMinor(Math.toIntExact(money.getMinor()))
        .setCurrency(money.getCurrency())
        .setFormatted(MoneyViews.text(money, language))
        .build();
  }

  private static Rating rating(harbor.reviews.v1.Rating rating) {
    Rating.Builder view = Rating.newBuilder().setCount(rating.getCount());
    if (rating.getCount() > 0) {
      view.setAverage(rating.getAverageTenths() / 10f);
    }
    return view.build();
  }

  private static Stock stock(harbor.inventory.v1.Stock stock) {
    Stock.Builder view = Stock.newBuilder().setStatus(StockWords.of(stock.getStatus()));
    if (stock.getLow() && stock.hasAvailable()) {
      view.setLeft(Math.toIntExact(stock.getAvailable()));
    }
    return view.build();
  }

  private static Review review(harbor.reviews.v1.Review review) {
    Review.Builder view =
        Review.newBuilder()
            .setId(review.getId())
            .setRating(review.getRating())
            .setWrittenAt(review.getWrittenAt());
    Known.text(review.getTitle(), view::setTitle);
    if (!review.getBody().isEmpty()) {
      view.setExcerpt(excerpt(review.getBody()));
    }
    Known.text(review.getAuthor(), view::setAuthor);
    return view.build();
  }

  private static String excerpt(String text) {
    return text.codePointCount(0, text.length()) <= EXCERPT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, EXCERPT - 1)) + "…";
  }
}
