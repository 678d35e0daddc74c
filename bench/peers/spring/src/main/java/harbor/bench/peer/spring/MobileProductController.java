package harbor.bench.peer.spring;

import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.Stock;
import harbor.mobile.v1.Product;
import harbor.reviews.v1.Rating;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The product on the phone: six fields of protobuf from three calls. */
@RestController
class MobileProductController {
  private final Cores cores;
  private final Media media;

  MobileProductController(Cores cores, Media media) {
    this.cores = cores;
    this.media = media;
  }

  @GetMapping(path = "/mobile/v1/products/{id}", produces = "application/x-protobuf")
  Mono<ResponseEntity<Product>> product(@PathVariable("id") String id) {
    Missing missing = new Missing();
    return Mono.zip(
            cores.product(id, ProductView.PRODUCT_VIEW_CARD, 150),
            missing.optional("inventory.stock", cores.stock(id, false, 80)),
            missing.optional("reviews.rating", cores.rating(id, 80)))
        .map(parts -> missing.answer(view(parts.getT1(), parts.getT2(), parts.getT3())))
        .onErrorMap(Missing::failed);
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
        .setStockStatus(stock.map(MobileProductController::status).orElse("unknown"))
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
