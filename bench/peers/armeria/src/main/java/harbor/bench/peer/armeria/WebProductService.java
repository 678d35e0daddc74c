package harbor.bench.peer.armeria;

import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.ProductDelivery;
import harbor.web.v1.Meta;
import harbor.web.v1.ProductPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/** The product page of the browser: JSON from six calls. */
final class WebProductService {
  private static final MessageMarshaller JSON =
      MessageMarshaller.builder()
          .omittingInsignificantWhitespace(true)
          .includingDefaultValueFields(true)
          .register(ProductPage.getDefaultInstance())
          .build();

  private final Cores cores;
  private final PageViews views;

  WebProductService(Cores cores, PageViews views) {
    this.cores = cores;
    this.views = views;
  }

  /** {@code GET /web/products/{id}}. */
  @Get("/web/products/{id}")
  public CompletableFuture<HttpResponse> product(
      ServiceRequestContext ctx, @Param("id") String id) {
    long startedAt = System.nanoTime();
    Missing missing = new Missing();
    CompletableFuture<Product> product = cores.product(id, ProductView.PRODUCT_VIEW_FULL);
    CompletableFuture<Optional<Stock>> stock =
        missing.optional("inventory.stock", cores.stock(id, true));
    CompletableFuture<Optional<Price>> price = missing.optional("pricing.price", cores.price(id));
    CompletableFuture<Optional<ListReviewsResponse>> reviews =
        missing.optional("reviews.list", cores.newest(id));
    CompletableFuture<Optional<List<Recommendation>>> related =
        missing.optional("recommendations.related", cores.related(id));
    CompletableFuture<Optional<ProductDelivery>> delivery =
        missing.optional("shipping.delivery", cores.delivery(id));
    return CompletableFuture.allOf(product, stock, price, reviews, related, delivery)
        .handle(
            (_, failure) -> {
              if (failure != null) {
                throw Missing.failed(failure);
              }
              missing.tell(ctx);
              ProductPage page =
                  views
                      .page(
                          product.join(),
                          stock.join(),
                          price.join(),
                          reviews.join(),
                          related.join().orElse(List.of()),
                          delivery.join())
                      .setMeta(meta(startedAt, missing))
                      .build();
              return HttpResponse.of(HttpStatus.OK, MediaType.JSON, json(page));
            });
  }

  private static Meta meta(long startedAt, Missing missing) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<String> names = missing.names();
    return Meta.newBuilder()
        .setTraceId(UUID.randomUUID().toString().replace("-", ""))
        .setGeneratedAt(
            Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setLatencyMs((int) ((System.nanoTime() - startedAt) / 1_000_000))
        .setDegraded(!names.isEmpty())
        .addAllMissing(names)
        .build();
  }

  private static byte[] json(ProductPage page) {
    try {
      return JSON.writeValueAsBytes(page);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }
}
