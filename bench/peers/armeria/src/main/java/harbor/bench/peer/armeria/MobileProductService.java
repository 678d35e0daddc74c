package harbor.bench.peer.armeria;

import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Produces;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.Stock;
import harbor.mobile.v1.Product;
import harbor.reviews.v1.Rating;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The product on the phone: six fields of protobuf from three calls. */
final class MobileProductService {
  private final Cores cores;
  private final Media media;

  MobileProductService(Cores cores, Media media) {
    this.cores = cores;
    this.media = media;
  }

  /** {@code GET /mobile/v1/products/{id}}. */
  @Get("/mobile/v1/products/{id}")
  @Produces("application/x-protobuf")
  public CompletableFuture<Product> product(ServiceRequestContext ctx, @Param("id") String id) {
    Missing missing = new Missing();
    CompletableFuture<harbor.catalog.v1.Product> product =
        cores.product(id, ProductView.PRODUCT_VIEW_CARD);
    CompletableFuture<Optional<Stock>> stock =
        missing.optional("inventory.stock", cores.stock(id, false));
    CompletableFuture<Optional<Rating>> rating =
        missing.optional("reviews.rating", cores.rating(id));
    return CompletableFuture.allOf(product, stock, rating)
        .handle(
            (_, failure) -> {
              if (failure != null) {
                throw Missing.failed(failure);
              }
              missing.tell(ctx);
              return view(product.join(), stock.join(), rating.join());
            });
  }

  private Product view(
      harbor.catalog.v1.Product product, Optional<Stock> stock, Optional<Rating> rating) {
    return Product.newBuilder()
        .setId(product.getId())
        .setName(product.getShortTitle())
        .setPrice(Math.toIntExact(product.getPrice().getMinor()))
        .setImage(
            product.getImagesCount() == 0 ? "" : media.url(product.getImages(0).getUrl(), 400))
        .setRating(rating.map(Rating::getAverageTenths).orElse(0) / 10f)
        .setStockStatus(stock.map(MobileProductService::status).orElse("unknown"))
        .build();
  }

  private static String status(Stock stock) {
    return switch (stock.getStatus()) {
      case STOCK_STATUS_AVAILABLE -> "available";
      case STOCK_STATUS_PREORDER -> "preorder";
      case STOCK_STATUS_OUT_OF_STOCK -> "out_of_stock";
      case STOCK_STATUS_BACKORDER -> "backorder";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }
}
