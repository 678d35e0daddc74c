package harbor.mobile.home;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.PlanParts;
import harbor.kit.client.Caller;
import harbor.orders.v1.ListOrdersResponse;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.screens.home.HomeRequests;
import harbor.users.v1.MarkList;
import harbor.users.v1.ProductMark;
import harbor.users.v1.User;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The calls that both versions of the first screen make for a person. */
final class PersonRequests {
  static final int MAX_ORDERS = 3;
  static final int MAX_RECOMMENDED = 6;

  /** More than are shown, for some may be sold no more. */
  static final int MAX_CANDIDATES = 12;

  final CriticalCall<Caller, User> profile;
  final OptionalCall<Caller, ListOrdersResponse> orders;
  final OptionalCall<Caller, List<ProductMark>> seen;
  final OptionalCall<List<String>, List<PersonalRecommendation>> recommendations;
  final OptionalCall<Collection<String>, Map<String, Product>> cards;
  final OptionalCall<Collection<String>, Map<String, Price>> prices;

  PersonRequests(
      UsersClient users,
      OrdersClient orders,
      RecommendationsClient recommendations,
      CatalogClient catalog,
      PricingClient pricing) {
    profile =
        critical("users.profile", users.own.<Caller>with(caller -> caller)).within(ofMillis(200));
    this.orders =
        optional(
                "orders.recent",
                orders.own.<Caller>with(_ -> HomeRequests.newestOrders(MAX_ORDERS)))
            .within(ofMillis(200))
            .orElse(ListOrdersResponse.getDefaultInstance());
    seen =
        optional(
                "users.recently_seen",
                users.marks.<Caller>with(_ -> MarkList.MARK_LIST_RECENTLY_SEEN))
            .within(ofMillis(150))
            .orElse(List.of());
    this.recommendations =
        optional("recommendations.for_person", recommendations.forPerson)
            .within(ofMillis(150))
            .orElse(List.of());
    cards = optional("catalog.cards", catalog.card.all()).within(ofMillis(150)).orElse(Map.of());
    prices = optional("pricing.prices", pricing.price.all()).within(ofMillis(150)).orElse(Map.of());
  }

  /** What recommendations are made of. */
  List<String> seeds(PlanParts parts) {
    return HomeRequests.seeds(parts.of(orders).value(), parts.of(seen).value());
  }
}
