package harbor.web;

import static java.time.Duration.ofSeconds;

import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffServer;
import harbor.kit.bff.edge.ScreenRoute;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Parts;
import harbor.observability.Telemetry;
import harbor.web.catalog.GrpcCatalogClient;
import harbor.web.edge.MetaViews;
import harbor.web.edge.ProblemViews;
import harbor.web.inventory.GrpcInventoryClient;
import harbor.web.pricing.GrpcPricingClient;
import harbor.web.product.ProductRoutes;
import harbor.web.product.ProductScreen;
import harbor.web.product.ProductViews;
import harbor.web.recommendations.GrpcRecommendationsClient;
import harbor.web.reviews.GrpcReviewsClient;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The web BFF, assembled: its downstream services, its screens, its routes. */
public final class WebBff {
  private WebBff() {}

  /** Starts it. */
  public static Bff start(WebBffSettings settings, Telemetry telemetry) {
    return start(settings, telemetry, UnaryOperator.identity());
  }

  /**
   * Starts it.
   *
   * @param pace makes of each deadline the one that is used: tests on a slow machine give more time
   */
  public static Bff start(
      WebBffSettings settings, Telemetry telemetry, UnaryOperator<Duration> pace) {
    Parts parts = new Parts();
    try {
      EventLoopGroup loops = Bff.eventLoops(settings.server(), parts);
      Function<DownstreamSettings, Downstream> open =
          to -> parts.add(to.service(), Downstream.open(to, loops, telemetry));
      Downstream catalog = open.apply(settings.catalog());
      Downstream inventory = open.apply(settings.inventory());
      Downstream pricing = open.apply(settings.pricing());
      Downstream reviews = open.apply(settings.reviews());
      Downstream recommendations = open.apply(settings.recommendations());
      Caches caches =
          Caches.open(settings.server().name(), settings.caching(), telemetry.metrics(), parts);
      caches.watch(GrpcCatalogClient.CHANGES, catalog, loops, parts);
      caches.watch(GrpcReviewsClient.CHANGES, reviews, loops, parts);
      PlanTelemetry calls = new PlanTelemetry(settings.server().name(), telemetry);
      PlanRunner plans = new PlanRunner(calls, pace);
      ProductScreen product =
          new ProductScreen(
              plans,
              new GrpcCatalogClient(caches.around(catalog, WebCaches.PRODUCT)),
              new GrpcInventoryClient(caches.around(inventory, WebCaches.STOCK)),
              new GrpcPricingClient(caches.around(pricing, WebCaches.PRICE)),
              new GrpcReviewsClient(caches.around(reviews, WebCaches.REVIEWS)),
              new GrpcRecommendationsClient(caches.around(recommendations, WebCaches.RELATED)),
              new ProductViews(settings.media(), settings.storefront()));
      List<ScreenRoute<?, ?>> routes =
          List.of(
              new ScreenRoute<>(
                  "/web/products/{id}",
                  product,
                  ProductRoutes::read,
                  plans.millis(500),
                  Optional.of(MetaViews.FIELD),
                  HttpCaching.shared(ofSeconds(1), ofSeconds(1))));
      Answers answers =
          new Answers(
              List.of(ViewFormat.JSON),
              ViewJson.of(List.of(ProductViews.EXAMPLE, ProblemViews.EXAMPLE)),
              ErrorTable.read("/harbor/errors.tsv"),
              new ProblemViews(),
              List.of("Accept-Language"),
              telemetry.metrics());
      BffServer server =
          parts.add(
              settings.server().name(),
              BffServer.start(settings.server(), telemetry, loops, answers, routes, Map.of()));
      return new Bff(
          server.port(),
          routes,
          Bff.explainer(
              settings.server(),
              routes,
              calls,
              List.of(catalog, inventory, pricing, reviews, recommendations),
              caches),
          parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
