package harbor.web;

import static java.time.Duration.ofSeconds;

import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Guests;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.text.Languages;
import harbor.screens.account.SessionScreens;
import harbor.screens.account.ShopAccounts;
import harbor.screens.cart.CartScreens;
import harbor.web.cart.WebCartViews;
import harbor.web.edge.MetaViews;
import harbor.web.edge.ProblemViews;
import harbor.web.product.ProductEventsScreen;
import harbor.web.product.ProductScreen;
import harbor.web.product.ProductViews;
import java.util.List;
import java.util.Locale;

/** The browser's BFF: rich JSON. */
public final class WebBff {
  private static final Languages LANGUAGES =
      new Languages(List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH));

  /** Its declaration. */
  public static final BffProcess PROCESS =
      Bff.named("web-bff")
          .port(8080)
          .errors(new ProblemViews())
          .meta(MetaViews.FIELD)
          .languages(LANGUAGES)
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
            ProductScreen.of(catalog, inventory, pricing, reviews, recommendations, products))
        .sharedCache(ofSeconds(1));
    to.events("/web/events", ProductEventsScreen.of(kit, LANGUAGES));
    SessionScreens.add("/web", to, kit.sessions());
    new CartScreens<>(
            "/web",
            WebCartViews.of(media),
            kit.client(CartsClient.SERVICE),
            catalog,
            inventory,
            pricing)
        .add(to);
  }
}
