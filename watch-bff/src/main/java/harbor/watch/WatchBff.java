package harbor.watch;

import static harbor.kit.bff.answer.ViewFormat.JSON;
import static harbor.kit.bff.answer.ViewFormat.PROTOBUF;
import static java.time.Duration.ofSeconds;

import harbor.clients.InventoryClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.limit.Limit;
import harbor.screens.account.ShopAccounts;

/** The watch's BFF: protobuf of a few bytes, JSON on request. */
public final class WatchBff {
  /** Its declaration. */
  public static final BffProcess PROCESS =
      Bff.named("watch-bff")
          .port(8083)
          .formats(PROTOBUF, JSON)
          .errors(ErrorViews::view)
          .bearers(ShopAccounts::of)
          .limits(Limit.perMinute(Limit.DEFAULT, 120))
          .routes(WatchBff::routes);

  private WatchBff() {}

  private static void routes(Routes to, Kit kit) {
    PricingClient pricing = kit.client(PricingClient.SERVICE);
    InventoryClient inventory = kit.client(InventoryClient.SERVICE);
    ReviewsClient reviews = kit.client(ReviewsClient.SERVICE);

    to.get("/watch/v1/products/{id}", ProductScreen.of(pricing, inventory, reviews))
        .sharedCache(ofSeconds(1));
    to.get(
            "/watch/v1/today",
            _ -> "",
            TodayScreen.of(
                kit.client(UsersClient.SERVICE), kit.client(OrdersClient.SERVICE), kit.clock()))
        .signedIn()
        .privateCache(ofSeconds(30));
  }
}
