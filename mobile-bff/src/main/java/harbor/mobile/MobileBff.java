package harbor.mobile;

import static harbor.kit.bff.answer.ViewFormat.JSON;
import static harbor.kit.bff.answer.ViewFormat.PROTOBUF;
import static java.time.Duration.ofSeconds;

import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.ContentClient;
import harbor.clients.InventoryClient;
import harbor.clients.OffersClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.clients.ShippingClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Deprecation;
import harbor.kit.bff.edge.Guests;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.session.Frontend;
import harbor.mobile.account.MobileAccountViews;
import harbor.mobile.cart.MobileCartViews;
import harbor.mobile.checkout.MobileCheckoutViews;
import harbor.mobile.home.HomeScreen;
import harbor.mobile.home.HomeSectionsScreen;
import harbor.mobile.home.HomeViews;
import harbor.mobile.order.MobileOrderViews;
import harbor.mobile.order.OrderEventsScreen;
import harbor.mobile.product.ProductEventsScreen;
import harbor.mobile.product.ProductScreen;
import harbor.mobile.product.ProductV2Screen;
import harbor.mobile.search.CategoriesScreen;
import harbor.mobile.search.ListScreen;
import harbor.mobile.store.MobileStoreViews;
import harbor.mobile.sync.SyncScreen;
import harbor.mobile.v1.CheckoutSummary;
import harbor.mobile.v1.Product;
import harbor.mobile.v1.Stores;
import harbor.screens.ShopLanguages;
import harbor.screens.account.AccountScreens;
import harbor.screens.account.MarkScreens;
import harbor.screens.account.PersonScreens;
import harbor.screens.account.SessionScreens;
import harbor.screens.account.ShopAccounts;
import harbor.screens.cart.CartScreens;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutRequests;
import harbor.screens.home.FlagViews;
import harbor.screens.order.OrderScreens;
import harbor.screens.search.SearchRequests;
import harbor.screens.store.StoreScreens;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** The mobile app's BFF: compact protobuf, JSON on request. */
public final class MobileBff {
  /** Its declaration. */
  public static final BffProcess PROCESS =
      Bff.named("mobile-bff")
          .port(8081)
          .formats(PROTOBUF, JSON)
          .errors(new ErrorViews())
          .languages(ShopLanguages.ALL)
          .meta(MetaViews.FIELD)
          .signIn(Frontend.app("mobile"), ShopAccounts::of)
          .guests(Guests.byHeader("X-Guest-Id"))
          .limits(
              Limit.perMinute(Limit.DEFAULT, 600),
              Limit.perMinute(Limit.SIGN_IN, 20),
              Limit.perMinute(Limit.CHECKOUT, 20))
          .routes(MobileBff::routes);

  private static final LocalDate V2_SINCE = LocalDate.of(2026, 12, 1);
  private static final LocalDate V1_SUNSET = LocalDate.of(2030, 1, 1);

  private MobileBff() {}

  private static void routes(Routes to, Kit kit) {
    CatalogClient catalog = kit.client(CatalogClient.SERVICE);
    InventoryClient inventory = kit.client(InventoryClient.SERVICE);
    PricingClient pricing = kit.client(PricingClient.SERVICE);
    ReviewsClient reviews = kit.client(ReviewsClient.SERVICE);
    RecommendationsClient recommendations = kit.client(RecommendationsClient.SERVICE);
    UsersClient users = kit.client(UsersClient.SERVICE);
    OrdersClient orders = kit.client(OrdersClient.SERVICE);
    MediaUrls media = MediaUrls.from(kit.environment());
    HomeViews home = new HomeViews(media);

    Screen<String, Product> product = ProductScreen.of(catalog, inventory, reviews, media);
    Deprecation version1 =
        Deprecation.of(
            V2_SINCE,
            kit.environment()
                .date(
                    "HARBOR_MOBILE_PRODUCT_V1_SUNSET",
                    V1_SUNSET,
                    V2_SINCE,
                    "From which day (UTC) on version 1 of the mobile product is answered 410."),
            "/mobile/v2/products/{id}");
    to.get("/mobile/v1/products/{id}", product).sharedCache(ofSeconds(1)).deprecated(version1);
    to.get("/mobile/products/{id}", product).sharedCache(ofSeconds(1)).deprecated(version1);
    to.get(
            "/mobile/v2/products/{id}",
            ProductV2Screen.of(
                catalog, inventory, pricing, reviews, kit.client(ShippingClient.SERVICE), media))
        .sharedCache(ofSeconds(1));
    to.events("/mobile/v1/events", OrderEventsScreen.beside(ProductEventsScreen.of(kit), kit));
    Screen<CheckoutQuestion, CheckoutSummary> checkout = MobileCheckoutViews.screen(kit, media);
    for (String path : List.of("/mobile/v2/checkout-summary", "/v2/mobile/checkout-summary")) {
      to.get(path, CheckoutRequests::question, checkout).personal().privateCache(Duration.ZERO);
    }
    to.get("/mobile/v1/products", SearchRequests::list, ListScreen.of(catalog, media))
        .sharedCache(ofSeconds(1));
    to.get("/mobile/v1/categories", _ -> "", CategoriesScreen.of(catalog))
        .sharedCache(ofSeconds(1));
    StoreScreens.add("/mobile/v1", to, inventory, Stores.class, MobileStoreViews::view);
    to.batch("/mobile/v1/batch", BatchViews.FORM);
    SyncScreen.add(to, kit, media);
    to.get(
            "/mobile/v1/home",
            Request::caller,
            HomeScreen.of(users, orders, recommendations, catalog, pricing, home))
        .signedIn()
        .privateCache(ofSeconds(30));
    to.get(
            "/mobile/v2/home",
            Request::caller,
            HomeSectionsScreen.of(
                users,
                orders,
                recommendations,
                catalog,
                pricing,
                inventory,
                kit.client(ContentClient.SERVICE),
                FlagViews.of(kit),
                home))
        .signedIn()
        .privateCache(ofSeconds(30));
    new AccountScreens<>("/mobile/v1", MobileAccountViews.of(media), users).add(to);
    new MarkScreens<>("/mobile/v1", MobileAccountViews.of(media), users, catalog, pricing).add(to);
    SessionScreens.add("/mobile/v1", to, kit.sessions());
    PersonScreens.add("/mobile/v1", to, kit);
    new CartScreens<>(
            "/mobile/v1",
            MobileCartViews.of(media),
            kit.client(CartsClient.SERVICE),
            catalog,
            inventory,
            pricing,
            kit.client(OffersClient.SERVICE))
        .add(to);
    new OrderScreens<>(
            "/mobile/v1",
            MobileOrderViews.of(media),
            kit.client(OrdersClient.SERVICE),
            catalog,
            checkout)
        .add(to);
  }
}
