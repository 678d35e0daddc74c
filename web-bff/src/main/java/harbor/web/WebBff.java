package harbor.web;

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
import harbor.kit.bff.edge.Guests;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.events.LiveStream;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.session.Frontend;
import harbor.screens.ShopLanguages;
import harbor.screens.account.AccountScreens;
import harbor.screens.account.MarkScreens;
import harbor.screens.account.PersonScreens;
import harbor.screens.account.SessionScreens;
import harbor.screens.account.ShopAccounts;
import harbor.screens.cart.CartScreens;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutRequests;
import harbor.screens.order.OrderScreens;
import harbor.screens.search.SearchRequests;
import harbor.screens.store.StoreScreens;
import harbor.web.account.WebAccountViews;
import harbor.web.admin.AdminScreens;
import harbor.web.cart.WebCartViews;
import harbor.web.checkout.WebCheckoutViews;
import harbor.web.dashboard.DashboardScreen;
import harbor.web.edge.MetaViews;
import harbor.web.edge.ProblemViews;
import harbor.web.home.HomeScreen;
import harbor.web.home.HomeViews;
import harbor.web.order.OrderEventsScreen;
import harbor.web.order.WebOrderViews;
import harbor.web.product.ProductEventsScreen;
import harbor.web.product.ProductScreen;
import harbor.web.product.ProductViews;
import harbor.web.product.ReviewScreens;
import harbor.web.search.SearchScreens;
import harbor.web.search.SearchViews;
import harbor.web.store.WebStoreViews;
import harbor.web.v1.CheckoutPage;
import harbor.web.v1.Order;
import harbor.web.v1.Orders;
import harbor.web.v1.Stores;
import java.time.Duration;

/** The browser's BFF: rich JSON. */
public final class WebBff {
  /** Its declaration. */
  public static final BffProcess PROCESS =
      Bff.named("web-bff")
          .port(8080)
          .errors(new ProblemViews())
          .meta(MetaViews.FIELD)
          .languages(ShopLanguages.ALL)
          .signIn(Frontend.browser("web"), ShopAccounts::of)
          .guests(Guests.byCookie("harbor_guest"))
          .limits(
              Limit.perMinute(Limit.DEFAULT, 1_200),
              Limit.perMinute(Limit.SIGN_IN, 30),
              Limit.perMinute(Limit.CHECKOUT, 30))
          .routes(WebBff::routes);

  private WebBff() {}

  private static void routes(Routes to, Kit kit) {
    CatalogClient catalog = kit.client(CatalogClient.SERVICE);
    InventoryClient inventory = kit.client(InventoryClient.SERVICE);
    PricingClient pricing = kit.client(PricingClient.SERVICE);
    ReviewsClient reviews = kit.client(ReviewsClient.SERVICE);
    RecommendationsClient recommendations = kit.client(RecommendationsClient.SERVICE);
    MediaUrls media = MediaUrls.from(kit.environment());
    ProductViews products =
        new ProductViews(
            media,
            MediaUrls.baseUrl(
                kit.environment(),
                "HARBOR_STOREFRONT_URL",
                "http://localhost:8080",
                "What stands before the paths of the shop's pages."));

    to.get(
            "/web/products/{id}",
            ProductScreen.of(
                catalog,
                inventory,
                pricing,
                reviews,
                recommendations,
                kit.client(ShippingClient.SERVICE),
                products))
        .withdrawn("WITHDRAWN_PRODUCT", ProductScreen.withdrawn(recommendations, products))
        .sharedCache(ofSeconds(1));
    to.get(
            "/web/home",
            _ -> "",
            HomeScreen.of(
                kit.client(ContentClient.SERVICE),
                recommendations,
                catalog,
                pricing,
                inventory,
                new HomeViews(media)))
        .sharedCache(ofSeconds(1));
    SearchViews found = new SearchViews(media);
    to.get("/web/search", SearchRequests::search, SearchScreens.search(catalog, found))
        .sharedCache(ofSeconds(1));
    to.get(
            "/web/categories/{*path}",
            SearchRequests::inCategory,
            SearchScreens.category(catalog, found))
        .sharedCache(ofSeconds(1));
    UsersClient users = kit.client(UsersClient.SERVICE);
    new AccountScreens<>("/web", WebAccountViews.of(media), users).add(to);
    new MarkScreens<>("/web", WebAccountViews.of(media), users, catalog, pricing).add(to);
    StoreScreens.add("/web", to, inventory, Stores.class, WebStoreViews::view);
    ReviewScreens.add("/web", to, reviews);
    LiveStream live = OrderEventsScreen.beside(ProductEventsScreen.of(kit, ShopLanguages.ALL), kit);
    to.events("/web/events", live);
    to.poll("/web/poll", live, OrderEventsScreen.poll());
    Screen<CheckoutQuestion, CheckoutPage> checkout = WebCheckoutViews.screen(kit, media);
    to.get("/web/checkout", CheckoutRequests::question, checkout)
        .personal()
        .privateCache(Duration.ZERO);
    SessionScreens.add("/web", to, kit.sessions());
    PersonScreens.add("/web", to, kit);
    new CartScreens<>(
            "/web",
            WebCartViews.of(media),
            kit.client(CartsClient.SERVICE),
            catalog,
            inventory,
            pricing,
            kit.client(OffersClient.SERVICE))
        .add(to);
    OrderScreens<Order, Orders> orders =
        new OrderScreens<>(
            "/web", WebOrderViews.of(media), kit.client(OrdersClient.SERVICE), catalog, checkout);
    orders.add(to);
    orders.addAdmin(to);
    AdminScreens.add(to, kit);
    DashboardScreen.add(to, kit);
  }
}
