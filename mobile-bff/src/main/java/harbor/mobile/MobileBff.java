package harbor.mobile;

import static harbor.kit.bff.answer.ViewFormat.JSON;
import static harbor.kit.bff.answer.ViewFormat.PROTOBUF;
import static java.time.Duration.ofSeconds;

import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Guests;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.session.Frontend;
import harbor.mobile.cart.MobileCartViews;
import harbor.mobile.product.ProductEventsScreen;
import harbor.mobile.product.ProductScreen;
import harbor.screens.account.SessionScreens;
import harbor.screens.account.ShopAccounts;
import harbor.screens.cart.CartScreens;

/** The mobile app's BFF: compact protobuf, JSON on request. */
public final class MobileBff {
  /** Its declaration. */
  public static final BffProcess PROCESS =
      Bff.named("mobile-bff")
          .port(8081)
          .formats(PROTOBUF, JSON)
          .errors(new ErrorViews())
          .signIn(Frontend.app("mobile"), ShopAccounts::of)
          .guests(Guests.byHeader("X-Guest-Id"))
          .limits(
              Limit.perMinute(Limit.DEFAULT, 600),
              Limit.perMinute(Limit.SIGN_IN, 20),
              Limit.perMinute(Limit.CHECKOUT, 20))
          .routes(MobileBff::routes);

  private MobileBff() {}

  private static void routes(Routes to, Kit kit) {
    CatalogClient catalog = kit.client(CatalogClient.SERVICE);
    InventoryClient inventory = kit.client(InventoryClient.SERVICE);
    PricingClient pricing = kit.client(PricingClient.SERVICE);
    ReviewsClient reviews = kit.client(ReviewsClient.SERVICE);
    MediaUrls media = MediaUrls.from(kit.environment());

    to.get("/mobile/v1/products/{id}", ProductScreen.of(catalog, inventory, reviews, media))
        .sharedCache(ofSeconds(1));
    to.events("/mobile/v1/events", ProductEventsScreen.of(kit));
    SessionScreens.add("/mobile/v1", to, kit.sessions());
    new CartScreens<>(
            "/mobile/v1",
            MobileCartViews.of(media),
            kit.client(CartsClient.SERVICE),
            catalog,
            inventory,
            pricing)
        .add(to);
  }
}
