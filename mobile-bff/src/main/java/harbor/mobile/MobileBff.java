package harbor.mobile;

import static java.time.Duration.ofSeconds;

import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffServer;
import harbor.kit.bff.edge.PathParams;
import harbor.kit.bff.edge.ScreenRoute;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Parts;
import harbor.mobile.product.GrpcCatalogClient;
import harbor.mobile.product.GrpcInventoryClient;
import harbor.mobile.product.GrpcReviewsClient;
import harbor.mobile.product.ProductScreen;
import harbor.mobile.product.ProductViews;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The mobile BFF, assembled: its downstream services, its screens, its routes. */
public final class MobileBff {
  private MobileBff() {}

  /** Starts it. */
  public static Bff start(MobileBffSettings settings, Telemetry telemetry) {
    return start(settings, telemetry, UnaryOperator.identity());
  }

  /**
   * Starts it.
   *
   * @param pace makes of each deadline the one that is used: tests on a slow machine give more time
   */
  public static Bff start(
      MobileBffSettings settings, Telemetry telemetry, UnaryOperator<Duration> pace) {
    Parts parts = new Parts();
    try {
      EventLoopGroup loops = Bff.eventLoops(settings.server(), parts);
      Downstream catalog =
          parts.add("catalog", Downstream.open(settings.catalog(), loops, telemetry));
      Downstream inventory =
          parts.add("inventory", Downstream.open(settings.inventory(), loops, telemetry));
      Downstream reviews =
          parts.add("reviews", Downstream.open(settings.reviews(), loops, telemetry));
      Caches caches =
          Caches.open(settings.server().name(), settings.caching(), telemetry.metrics(), parts);
      caches.watch(GrpcCatalogClient.CHANGES, catalog, loops, parts);
      caches.watch(GrpcReviewsClient.CHANGES, reviews, loops, parts);
      PlanTelemetry calls = new PlanTelemetry(settings.server().name(), telemetry);
      PlanRunner plans = new PlanRunner(calls, pace);
      ProductScreen product =
          new ProductScreen(
              plans,
              new GrpcCatalogClient(caches.around(catalog, MobileCaches.PRODUCT)),
              new GrpcInventoryClient(caches.around(inventory, MobileCaches.STOCK)),
              new GrpcReviewsClient(caches.around(reviews, MobileCaches.RATING)),
              settings.media());
      List<ScreenRoute<?, ?>> routes =
          List.of(
              new ScreenRoute<>(
                  "/mobile/v1/products/{id}",
                  product,
                  ctx -> PathParams.id(ctx, "id"),
                  plans.millis(500),
                  Optional.empty(),
                  HttpCaching.shared(ofSeconds(1), ofSeconds(1))));
      Answers answers =
          new Answers(
              List.of(ViewFormat.PROTOBUF, ViewFormat.JSON),
              ViewJson.of(List.of(ProductViews.EXAMPLE, ErrorViews.EXAMPLE)),
              ErrorTable.read("/harbor/errors.tsv"),
              new ErrorViews(),
              List.of(),
              telemetry.metrics());
      BffServer server =
          parts.add(
              settings.server().name(),
              BffServer.start(settings.server(), telemetry, loops, answers, routes, Map.of()));
      return new Bff(
          server.port(),
          routes,
          Bff.explainer(
              settings.server(), routes, calls, List.of(catalog, inventory, reviews), caches),
          parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
