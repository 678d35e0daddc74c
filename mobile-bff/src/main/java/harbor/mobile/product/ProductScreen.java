package harbor.mobile.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.ReviewsClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.mobile.v1.Product;
import harbor.reviews.v1.Rating;
import harbor.screens.product.StockWords;

/** {@code GET /mobile/v1/products/{id}}: six fields from three calls. */
public final class ProductScreen {
  private static final int THUMBNAIL = 400;

  private ProductScreen() {}

  /** Asks these services. */
  public static Screen<String, Product> of(
      CatalogClient catalog, InventoryClient inventory, ReviewsClient reviews, MediaUrls media) {
    var product = critical("catalog.product", catalog.card).within(ofMillis(150));
    var stock =
        optional("inventory.stock", inventory.stock)
            .within(ofMillis(80))
            .orElse(Stock.getDefaultInstance());
    var rating =
        optional("reviews.rating", reviews.rating)
            .within(ofMillis(80))
            .orElse(Rating.getDefaultInstance());
    return Plan.of("mobile.product", ofMillis(200), product, stock, rating)
        .shows(
            parts ->
                view(parts.of(product), parts.of(stock).value(), parts.of(rating).value(), media));
  }

  /** A rating that nobody gave or could be asked for is 0: all six fields are always there. */
  static Product view(
      harbor.catalog.v1.Product product, Stock stock, Rating rating, MediaUrls media) {
    String image = product.getImagesCount() == 0 ? "" : product.getImages(0).getUrl();
    return Product.newBuilder()
        .setId(product.getId())
        .setName(product.getShortTitle())
        .setPrice(Math.toIntExact(product.getPrice().getMinor()))
        .setImage(media.url(image, THUMBNAIL))
        .setRating(rating.getAverageTenths() / 10f)
        .setStockStatus(StockWords.of(stock.getStatus()))
        .build();
  }
}
