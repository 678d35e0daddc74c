package harbor.screens.account;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import com.google.protobuf.Message;
import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.clients.PricingClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Write;
import harbor.pricing.v1.Price;
import harbor.screens.v1.Done;
import harbor.screens.v1.MarkRequest;
import harbor.users.v1.MarkList;
import harbor.users.v1.ProductMark;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * {@code <prefix>/account/favourites} and {@code <prefix>/account/recently-seen}: lists of products
 * that a person's clients write. What is shown of the products is not critical.
 *
 * @param <M> the BFF's view of a list
 */
public final class MarkScreens<M extends Message> {
  private static final Duration BUDGET = ofMillis(450);
  private static final Duration MARKS = ofMillis(150);
  private static final Duration PRODUCTS = ofMillis(150);
  private static final Duration WRITE = ofMillis(400);

  private final String prefix;
  private final String plans;
  private final AccountViews.View<List<AccountViews.Marked>, M> view;
  private final UsersClient users;
  private final OptionalCall<Collection<String>, Map<String, Product>> cards;
  private final OptionalCall<Collection<String>, Map<String, Price>> prices;
  private final Plan<Collection<String>> products;

  /** Screens of one BFF, as {@link AccountScreens} are. */
  public MarkScreens(
      String prefix,
      AccountViews<?, ?, ?, M> views,
      UsersClient users,
      CatalogClient catalog,
      PricingClient pricing) {
    this.prefix = prefix;
    this.view = views.marks();
    this.users = users;
    plans = prefix.split("/", 3)[1] + ".account.";
    cards = optional("catalog.cards", catalog.card.all()).within(PRODUCTS).orElse(Map.of());
    prices = optional("pricing.prices", pricing.price.all()).within(PRODUCTS).orElse(Map.of());
    products = Plan.of(plans + "marked_products", PRODUCTS, cards, prices);
  }

  /** Adds the routes. */
  public void add(Routes to) {
    add(to, "favourites", "favourites", MarkList.MARK_LIST_FAVOURITES);
    add(to, "recently-seen", "recently_seen", MarkList.MARK_LIST_RECENTLY_SEEN);
  }

  private void add(Routes to, String path, String plan, MarkList list) {
    String all = prefix + "/account/" + path;
    String one = all + "/{product}";
    to.get(all, _ -> list, marks(plans + plan)).signedIn().privateCache(Duration.ZERO);
    to.put(
            one,
            change(
                plans + plan + ".mark",
                "users.mark",
                users.mark.<MarkRequest>with(asked -> AccountRequests.mark(list, asked))))
        .signedIn()
        .noContent();
    to.delete(
            one,
            change(
                plans + plan + ".unmark",
                "users.unmark",
                users.unmark.<MarkRequest>with(asked -> AccountRequests.unmark(list, asked))))
        .signedIn()
        .noContent();
  }

  private Screen<MarkList, M> marks(String plan) {
    CriticalCall<MarkList, List<ProductMark>> marks =
        critical("users.marks", users.marks).within(MARKS);
    return Plan.of(plan, BUDGET, marks)
        .then(parts -> parts.of(marks).stream().map(ProductMark::getProductId).toList(), products)
        .shows(
            parts ->
                view.of()
                    .apply(
                        parts.of(marks).stream()
                            .map(
                                mark ->
                                    AccountViews.Marked.of(
                                        mark, parts.of(cards), parts.of(prices).value()))
                            .toList(),
                        parts.language()),
            view.type());
  }

  private static <T> Screen<MarkRequest, Done> change(
      String plan, String call, Write<MarkRequest, T> change) {
    return Plan.of(plan, BUDGET, critical(call, change).within(WRITE))
        .changes()
        .shows(_ -> Done.getDefaultInstance());
  }
}
