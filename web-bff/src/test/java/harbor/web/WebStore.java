package harbor.web;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import harbor.shipping.v1.ShippingServiceGrpc;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.InstantSource;
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
          RecommendationsServiceGrpc.getListRelatedProductsMethod().getFullMethodName(),
          "shipping.delivery",
          ShippingServiceGrpc.getGetDeliveryMethod().getFullMethodName());

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

  /** One that asks its core services each time. */
  static RunningBff start(ScriptedCores cores, SpanExporter spans, UnaryOperator<Duration> pace) {
    return start(cores, spans, pace, "off");
  }

  /**
   * One with caches or without.
   *
   * @param cache {@code HARBOR_CACHE}
   */
  static RunningBff start(
      ScriptedCores cores, SpanExporter spans, UnaryOperator<Duration> pace, String cache) {
    Telemetry telemetry = Telemetry.recording("web-bff", spans);
    Map<String, String> settings = new HashMap<>();
    settings.put("HARBOR_WEB_BFF_PORT", "0");
    settings.put("HARBOR_BFF_EVENT_LOOPS", "2");
    settings.put("HARBOR_DRAIN_MS", "0");
    settings.put("HARBOR_CACHE", cache);
    settings.put("HARBOR_MEDIA_URL", "http://media.test");
    settings.put("HARBOR_STOREFRONT_URL", "https://shop.test");
    settings.put("HARBOR_CATALOG_TARGET", cores.target(Core.CATALOG));
    settings.put("HARBOR_INVENTORY_TARGET", cores.target(Core.INVENTORY));
    settings.put("HARBOR_PRICING_TARGET", cores.target(Core.PRICING));
    settings.put("HARBOR_REVIEWS_TARGET", cores.target(Core.REVIEWS));
    settings.put("HARBOR_RECOMMENDATIONS_TARGET", cores.target(Core.RECOMMENDATIONS));
    settings.put("HARBOR_SHIPPING_TARGET", cores.target(Core.SHIPPING));
    BffProcess.Running bff =
        WebBff.PROCESS.start(Environment.of(settings), telemetry, pace, InstantSource.system());
    return new RunningBff(
        bff.port(),
        deadlines(bff, pace),
        () -> {
          bff.close();
          telemetry.close();
        });
  }

  /** Of the calls of the product's page. */
  private static Map<String, Duration> deadlines(
      BffProcess.Running bff, UnaryOperator<Duration> pace) {
    Map<String, Duration> deadlines = new HashMap<>();
    for (Route<?, ?> route : bff.routes()) {
      if (!route.path().equals("/web/products/{id}")) {
        continue;
      }
      for (Plan<?> plan : route.screen().plans()) {
        for (Call<?, ?> call : plan.calls()) {
          deadlines.put(
              METHODS.getOrDefault(call.name(), call.name()), pace.apply(call.deadline()));
        }
      }
    }
    return deadlines;
  }
}
