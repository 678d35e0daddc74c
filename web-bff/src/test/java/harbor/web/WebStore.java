package harbor.web;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.edge.ScreenRoute;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import harbor.observability.Telemetry;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The web BFF over scripted core services. */
final class WebStore {
  static final String PRODUCT = "/web/products/HB1001";

  /** The methods behind the calls of its plans. */
  private static final Map<String, String> METHODS =
      Map.of(
          "catalog.product",
          CatalogServiceGrpc.getGetProductMethod().getFullMethodName(),
          "inventory.stock",
          InventoryServiceGrpc.getGetStockMethod().getFullMethodName(),
          "pricing.price",
          PricingServiceGrpc.getGetPriceMethod().getFullMethodName(),
          "reviews.list",
          ReviewsServiceGrpc.getListReviewsMethod().getFullMethodName(),
          "recommendations.related",
          RecommendationsServiceGrpc.getListRelatedProductsMethod().getFullMethodName());

  private WebStore() {}

  /** With deadlines so long that a whole page is never late on a slow machine. */
  static ScriptedStore patient() {
    return store(InMemorySpanExporter.create(), 10);
  }

  /** With deadlines so long that none of them passes while a test waits. */
  static ScriptedStore endless(SpanExporter spans) {
    return store(spans, 100);
  }

  private static ScriptedStore store(SpanExporter spans, int times) {
    return new ScriptedStore(
        PRODUCT, cores -> start(cores, spans, deadline -> deadline.multipliedBy(times)));
  }

  static RunningBff start(ScriptedCores cores, SpanExporter spans, UnaryOperator<Duration> pace) {
    Telemetry telemetry = Telemetry.recording("web-bff", spans);
    WebBffSettings settings =
        new WebBffSettings(
            new BffSettings("web-bff", "127.0.0.1", 0, 2, Duration.ZERO),
            new DownstreamSettings("catalog", cores.target(Core.CATALOG)),
            new DownstreamSettings("inventory", cores.target(Core.INVENTORY)),
            new DownstreamSettings("pricing", cores.target(Core.PRICING)),
            new DownstreamSettings("reviews", cores.target(Core.REVIEWS)),
            new DownstreamSettings("recommendations", cores.target(Core.RECOMMENDATIONS)),
            new MediaUrls("http://media.test"),
            "https://shop.test",
            CacheSettings.OFF);
    Bff bff = WebBff.start(settings, telemetry, pace);
    return new RunningBff(
        bff.port(),
        deadlines(bff),
        () -> {
          bff.close();
          telemetry.close();
        });
  }

  private static Map<String, Duration> deadlines(Bff bff) {
    Map<String, Duration> deadlines = new HashMap<>();
    for (ScreenRoute<?, ?> route : bff.routes()) {
      for (Plan<?> plan : route.screen().plans()) {
        for (Call<?, ?> call : plan.calls()) {
          deadlines.put(METHODS.getOrDefault(call.name(), call.name()), call.deadline());
        }
      }
    }
    return deadlines;
  }
}
