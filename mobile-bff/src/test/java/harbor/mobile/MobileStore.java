package harbor.mobile;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The mobile BFF over scripted core services. */
final class MobileStore {
  static final String PRODUCT = "/mobile/v1/products/HB1001";

  /** The methods behind the calls of its plans. */
  private static final Map<String, String> METHODS =
      Map.of(
          "catalog.product", CatalogServiceGrpc.getGetProductMethod().getFullMethodName(),
          "inventory.stock", InventoryServiceGrpc.getGetStockMethod().getFullMethodName(),
          "reviews.rating", ReviewsServiceGrpc.getGetRatingMethod().getFullMethodName());

  private MobileStore() {}

  /** With deadlines so long that a whole page is never late on a slow machine. */
  static ScriptedStore patient() {
    return store(InMemorySpanExporter.create(), 12);
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
    Telemetry telemetry = Telemetry.recording("mobile-bff", spans);
    Map<String, String> settings = new HashMap<>();
    settings.put("HARBOR_MOBILE_BFF_PORT", "0");
    settings.put("HARBOR_BFF_EVENT_LOOPS", "2");
    settings.put("HARBOR_DRAIN_MS", "0");
    settings.put("HARBOR_CACHE", "off");
    settings.put("HARBOR_MEDIA_URL", "http://media.test");
    settings.put("HARBOR_CATALOG_TARGET", cores.target(Core.CATALOG));
    settings.put("HARBOR_INVENTORY_TARGET", cores.target(Core.INVENTORY));
    settings.put("HARBOR_REVIEWS_TARGET", cores.target(Core.REVIEWS));
    BffProcess.Running bff =
        MobileBff.PROCESS.start(Environment.of(settings), telemetry, pace, InstantSource.system());
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
      if (!route.path().equals("/mobile/v1/products/{id}")) {
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
