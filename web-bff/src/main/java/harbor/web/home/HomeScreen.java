package harbor.web.home;

import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.ContentClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.screens.home.CardViews;
import harbor.screens.home.HomeRequests;
import harbor.screens.home.SectionViews;
import harbor.web.v1.HomePage;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /web/home}: the sections that content states, in its order. The same for everybody,
 * signed in or not, so that shared caches may keep it: sections behind a flag are not on it.
 */
public final class HomeScreen {
  private static final String NAME = "web.home";
  private static final int MAX_PRODUCTS = 20;

  /** While content cannot be asked and was not yet. */
  private static final List<Section> STANDARD =
      List.of(SectionViews.plain(SectionType.SECTION_TYPE_RECOMMENDATIONS, 12));

  private HomeScreen() {}

  /** Asks these services. */
  public static Screen<String, HomePage> of(
      ContentClient content,
      RecommendationsClient recommendations,
      CatalogClient catalog,
      PricingClient pricing,
      InventoryClient inventory,
      HomeViews views) {
    var sections =
        optional("content.sections", content.sections.<String>with(_ -> NAME))
            .within(ofMillis(150))
            .orElse(STANDARD);
    var forAnybody =
        optional(
                "recommendations.for_person",
                recommendations.forPerson.<String>with(_ -> List.of()))
            .within(ofMillis(150))
            .orElse(List.of());
    var cards =
        optional("catalog.cards", catalog.card.all()).within(ofMillis(150)).orElse(Map.of());
    var prices =
        optional("pricing.prices", pricing.price.all()).within(ofMillis(150)).orElse(Map.of());
    var stock =
        optional("inventory.stock", inventory.stock.all()).within(ofMillis(150)).orElse(Map.of());
    return Plan.of("web.home", ofMillis(300), sections, forAnybody)
        .then(
            parts -> HomeRequests.cards(parts.of(forAnybody).value(), MAX_PRODUCTS, List.of(), 0),
            Plan.of("web.home.cards", ofMillis(150), cards, prices, stock))
        .shows(
            parts ->
                views.page(
                    SectionViews.shown(
                        parts.of(sections).value(), parts.language(), (_, _) -> false),
                    CardViews.recommended(
                        parts.of(forAnybody).value(),
                        parts.of(cards).value(),
                        parts.of(prices).value(),
                        parts.of(stock).value(),
                        MAX_PRODUCTS),
                    parts.language()));
  }
}
