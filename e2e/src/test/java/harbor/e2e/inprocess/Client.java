package harbor.e2e.inprocess;

import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.MobileBff;
import harbor.mobile.MobileBffSettings;
import harbor.observability.Telemetry;
import harbor.scripted.Core;
import harbor.web.WebBff;
import harbor.web.WebBffSettings;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.List;
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

  /** The pages that together make every call of every plan. */
  List<String> pages() {
    return switch (this) {
      case MOBILE -> List.of("/mobile/v1/products/HB1001");
      case WEB -> List.of("/web/products/HB1001");
    };
  }

  /** A product's page. */
  String product() {
    return pages().getFirst();
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
              Core.RECOMMENDATIONS, "recommendations.related");
    };
  }

  /**
   * Starts its BFF, which keeps nothing of what it traces.
   *
   * @param targets where the core services are, {@code host:port}
   * @param pace makes of each deadline the one that is used
   */
  Bff start(Function<Core, String> targets, UnaryOperator<Duration> pace) {
    return start(targets, pace, telemetry());
  }

  /** Telemetry for its BFF, which keeps nothing of what it traces. */
  Telemetry telemetry() {
    return Telemetry.recording(bff(), SpanExporter.composite());
  }

  /** Starts its BFF, which closes the telemetry with itself. */
  Bff start(Function<Core, String> targets, UnaryOperator<Duration> pace, Telemetry telemetry) {
    String name = bff();
    BffSettings server = new BffSettings(name, "127.0.0.1", 0, 2, Duration.ZERO);
    MediaUrls media = new MediaUrls("http://media.test");
    Bff bff =
        switch (this) {
          case MOBILE ->
              MobileBff.start(
                  new MobileBffSettings(
                      server,
                      at(targets, Core.CATALOG),
                      at(targets, Core.INVENTORY),
                      at(targets, Core.REVIEWS),
                      media,
                      CacheSettings.OFF),
                  telemetry,
                  pace);
          case WEB ->
              WebBff.start(
                  new WebBffSettings(
                      server,
                      at(targets, Core.CATALOG),
                      at(targets, Core.INVENTORY),
                      at(targets, Core.PRICING),
                      at(targets, Core.REVIEWS),
                      at(targets, Core.RECOMMENDATIONS),
                      media,
                      "https://shop.test",
                      CacheSettings.OFF),
                  telemetry,
                  pace);
        };
    bff.parts().add("telemetry", telemetry);
    return bff;
  }

  private String bff() {
    return name().toLowerCase(Locale.ROOT) + "-bff";
  }

  private static DownstreamSettings at(Function<Core, String> targets, Core core) {
    return new DownstreamSettings(core.name().toLowerCase(Locale.ROOT), targets.apply(core));
  }
}
