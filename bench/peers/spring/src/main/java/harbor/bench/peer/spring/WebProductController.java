package harbor.bench.peer.spring;

import harbor.catalog.v1.ProductView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The product page of the browser: JSON from six calls. */
@RestController
class WebProductController {
  private final Cores cores;
  private final PageViews views;

  WebProductController(Cores cores, PageViews views) {
    this.cores = cores;
    this.views = views;
  }

  @GetMapping("/web/products/{id}")
  Mono<ResponseEntity<ProductPage>> product(@PathVariable("id") String id) {
    long startedAt = System.nanoTime();
    Missing missing = new Missing();
    return Mono.zip(
            cores.product(id, ProductView.PRODUCT_VIEW_FULL, 200),
            missing.optional("inventory.stock", cores.stock(id, true, 150)),
            missing.optional("pricing.price", cores.price(id, 150)),
            missing.optional("reviews.list", cores.newest(id, 150)),
            missing.optional("recommendations.related", cores.related(id, 150)),
            missing.optional("shipping.delivery", cores.delivery(id, 150)))
        .map(
            parts ->
                missing.answer(
                    views.page(
                        parts.getT1(),
                        parts.getT2(),
                        parts.getT3(),
                        parts.getT4(),
                        parts.getT5().orElse(List.of()),
                        parts.getT6(),
                        meta(startedAt, missing))))
        .onErrorMap(Missing::failed);
  }

  private static ProductPage.Meta meta(long startedAt, Missing missing) {
    List<String> names = missing.names();
    return new ProductPage.Meta(
        UUID.randomUUID().toString().replace("-", ""),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        (int) ((System.nanoTime() - startedAt) / 1_000_000),
        !names.isEmpty(),
        names);
  }
}
