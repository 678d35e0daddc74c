package harbor.mobile.home;

import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Caller;
import harbor.mobile.v1.Home;
import harbor.screens.home.CardViews;
import harbor.screens.home.HomeRequests;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /mobile/v1/home}: who is signed in, their orders, and products for them. First the
 * person, then what they may like, then what that costs now.
 */
public final class HomeScreen {
  private HomeScreen() {}

  /** Asks these services. */
  public static Screen<Caller, Home> of(
      UsersClient users,
      OrdersClient orders,
      RecommendationsClient recommendations,
      CatalogClient catalog,
      PricingClient pricing,
      HomeViews views) {
    var calls = new PersonRequests(users, orders, recommendations, catalog, pricing);
    var cards = Plan.of("mobile.home.cards", ofMillis(150), calls.cards, calls.prices);
    var forPerson =
        Plan.of("mobile.home.recommendations", ofMillis(300), calls.recommendations)
            .then(
                parts ->
                    HomeRequests.cards(
                        parts.of(calls.recommendations).value(),
                        PersonRequests.MAX_CANDIDATES,
                        List.of(),
                        0),
                cards);
    return Plan.of("mobile.home", ofMillis(450), calls.profile, calls.orders, calls.seen)
        .then(calls::seeds, forPerson)
        .shows(
            parts ->
                views.home(
                    parts.of(calls.profile),
                    parts.of(calls.orders).value(),
                    CardViews.recommended(
                        parts.of(calls.recommendations).value(),
                        parts.of(calls.cards).value(),
                        parts.of(calls.prices).value(),
                        Map.of(),
                        PersonRequests.MAX_RECOMMENDED),
                    parts.language()));
  }
}
