package harbor.mobile.product;

import com.google.protobuf.Message;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Product;

/** The product's view: exactly six fields. */
public final class ProductViews {
  /** For whoever encodes it. */
  public static final Message EXAMPLE = Product.getDefaultInstance();

  private static final int THUMBNAIL = 400;

  private ProductViews() {}

  static Product view(ProductCard product, Stock stock, Rating rating, MediaUrls media) {
    return Product.newBuilder()
        .setId(product.id())
        .setName(product.name())
        .setPrice(product.priceMinor())
        .setImage(media.url(product.image(), THUMBNAIL))
        .setRating(rating.averageTenths() / 10f)
        .setStockStatus(status(stock))
        .build();
  }

  private static String status(Stock stock) {
    return switch (stock) {
      case AVAILABLE -> "available";
      case OUT_OF_STOCK -> "out_of_stock";
      case UNKNOWN -> "unknown";
    };
  }
}
