package harbor.e2e.inprocess;

import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.kit.service.identity.TestTokens;
import harbor.mobile.MobileBff;
import harbor.observability.Telemetry;
import harbor.scripted.Core;
import harbor.web.WebBff;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The kinds of client, each with a BFF of its own. */
enum Client {
  /** The phone. */
  MOBILE,
  /** The browser. */
  WEB;

  /** A product's page. */
  String product() {
    return switch (this) {
      case MOBILE -> "/mobile/v1/products/HB1001";
      case WEB -> "/web/products/HB1001";
    };
  }

  /** What a product's page calls of each core that it uses, as the page names it. */
  Map<Core, String> calls() {
    return switch (this) {
      case MOBILE ->
          Map.of(
              Core.CATALOG, "catalog.product",
              Core.INVENTORY, "inventory.stock",
              Core.REVIEWS, "reviews.rating");
      case WEB ->
          Map.of(
              Core.CATALOG, "catalog.product",
              Core.INVENTORY, "inventory.stock",
              Core.PRICING, "pricing.price",
              Core.REVIEWS, "reviews.list",
              Core.RECOMMENDATIONS, "recommendations.related",
              Core.SHIPPING, "shipping.delivery");
    };
  }

  /**
   * Starts its BFF, which keeps nothing of what it traces.
   *
   * @param targets where the core services are, {@code host:port}
   * @param pace makes of each deadline the one that is used
   */
  BffProcess.Running start(Function<Core, String> targets, UnaryOperator<Duration> pace) {
    return start(targets, pace, telemetry());
  }

  /** Telemetry for its BFF, which keeps nothing of what it traces. */
  Telemetry telemetry() {
    return Telemetry.recording(bff(), SpanExporter.composite());
  }

  /** Starts its BFF, which closes the telemetry with itself. */
  BffProcess.Running start(
      Function<Core, String> targets, UnaryOperator<Duration> pace, Telemetry telemetry) {
    Map<String, String> settings = new HashMap<>();
    settings.put("HARBOR_" + name() + "_BFF_PORT", "0");
    settings.put("HARBOR_BFF_EVENT_LOOPS", "2");
    settings.put("HARBOR_DRAIN_MS", "0");
    settings.put("HARBOR_CACHE", "off");
    settings.put("HARBOR_KEYS", TestTokens.files().directory().toString());
    settings.put("HARBOR_MEDIA_URL", "http://media.test");
    settings.put("HARBOR_STOREFRONT_URL", "https://shop.test");
    for (Core core : Core.values()) {
      settings.put("HARBOR_" + core.name() + "_TARGET", targets.apply(core));
    }
    BffProcess.Running bff =
        process().start(Environment.of(settings), telemetry, pace, InstantSource.system());
    bff.parts().add("telemetry", telemetry);
    return bff;
  }

  private BffProcess process() {
    return switch (this) {
      case MOBILE -> MobileBff.PROCESS;
      case WEB -> WebBff.PROCESS;
    };
  }

  private String bff() {
    return name().toLowerCase(Locale.ROOT) + "-bff";
  }
}
