package harbor.mobile.home;

import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.ContentClient;
import harbor.clients.InventoryClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.UsersClient;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import harbor.kit.bff.flags.Flags;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Caller;
import harbor.mobile.v2.Home;
import harbor.screens.home.HomeRequests;
import harbor.screens.home.SectionViews;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /mobile/v2/home}: the first screen as the sections that content states, in its order;
 * a section behind a flag is seen by those who have its variant.
 */
public final class HomeSectionsScreen {
  private static final String NAME = "mobile.home";
  private static final int MAX_SEEN = 6;

  /** While content cannot be asked and was not yet. */
  private static final List<Section> STANDARD =
      List.of(
          SectionViews.plain(SectionType.SECTION_TYPE_RECENT_ORDERS, PersonRequests.MAX_ORDERS),
          SectionViews.plain(
              SectionType.SECTION_TYPE_RECOMMENDATIONS, PersonRequests.MAX_RECOMMENDED));

  private HomeSectionsScreen() {}

  /** Asks these services. */
  public static Screen<Caller, Home> of(
      UsersClient users,
      OrdersClient orders,
      RecommendationsClient recommendations,
      CatalogClient catalog,
      PricingClient pricing,
      InventoryClient inventory,
      ContentClient content,
      Flags flags,
      HomeViews views) {
    var calls = new PersonRequests(users, orders, recommendations, catalog, pricing);
    var sections =
        optional("content.sections", content.sections.<Caller>with(_ -> NAME))
            .within(ofMillis(150))
            .orElse(STANDARD);
    var stock =
        optional("inventory.stock", inventory.stock.all()).within(ofMillis(150)).orElse(Map.of());
    var cards =
        Plan.of("mobile.home_sections.cards", ofMillis(150), calls.cards, calls.prices, stock);
    var forPerson =
        Plan.of("mobile.home_sections.recommendations", ofMillis(300), calls.recommendations)
            .then(
                parts ->
                    HomeRequests.cards(
                        parts.of(calls.recommendations).value(),
                        PersonRequests.MAX_CANDIDATES,
                        parts.of(calls.seen).value(),
                        MAX_SEEN),
                cards);
    return Plan.of(
            "mobile.home_sections",
            ofMillis(450),
            calls.profile,
            calls.orders,
            calls.seen,
            sections)
        .then(calls::seeds, forPerson)
        .shows(
            (caller, parts) ->
                views.sections(
                    new HomeViews.Content(
                        parts.of(calls.profile),
                        parts.of(calls.orders).value(),
                        parts.of(calls.seen).value(),
                        parts.of(calls.recommendations).value(),
                        parts.of(calls.cards).value(),
                        parts.of(calls.prices).value(),
                        parts.of(stock).value()),
                    parts.of(sections).value(),
                    (flag, variant) -> flags.variant(flag, caller).equals(variant),
                    parts.language()));
  }
}
