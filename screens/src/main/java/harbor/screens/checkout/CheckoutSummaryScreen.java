package harbor.screens.checkout;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import com.google.protobuf.Message;
import harbor.carts.v1.Cart;
import harbor.catalog.v1.Product;
import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.OffersClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.UsersClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Part;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanParts;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.plan.ScreenChoice;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.Offer;
import harbor.recommendations.v1.Recommendation;
import harbor.users.v1.Address;
import harbor.users.v1.User;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a cart costs, before it is ordered: first the cart and who asks, then the offer for it and
 * what its lines show of their products. The offer states every sum; nothing is added up here.
 *
 * <p>The screen is a value: a write that was refused because the offer is another by now shows it
 * again, in the same request and on behalf of the same caller, asked with {@link
 * CheckoutRequests#again} of the offer that came with the refusal, or of the one that was to be
 * confirmed when none came. Pricing gives the same offer for the same question, so the id in the
 * view is that of the offer to confirm now.
 *
 * @param <V> the BFF's view of it
 */
public final class CheckoutSummaryScreen<V extends Message> {
  private static final Duration BUDGET = ofMillis(450);
  private static final Duration CART = ofMillis(100);
  private static final Duration PERSON = ofMillis(150);
  private static final Duration OFFER = ofMillis(300);
  private static final Duration OPTIONAL = ofMillis(150);

  private final String plans;
  private final Class<V> type;
  private final BiFunction<CheckoutViews, Locale, V> view;
  private final CartsClient carts;
  private final UsersClient users;
  private final CriticalCall<MakeOfferRequest, Offer> offer;
  private final OptionalCall<MakeOfferRequest, Map<String, Product>> cards;
  private final OptionalCall<MakeOfferRequest, Map<String, Stock>> stock;
  private final OptionalCall<MakeOfferRequest, Map<String, List<Recommendation>>> related;
  private final Plan<MakeOfferRequest> second;

  private CheckoutSummaryScreen(
      String plans, Class<V> type, BiFunction<CheckoutViews, Locale, V> view, Kit kit) {
    this.plans = plans;
    this.type = type;
    this.view = view;
    carts = kit.client(CartsClient.SERVICE);
    users = kit.client(UsersClient.SERVICE);
    offer = critical("pricing.offer", kit.client(OffersClient.SERVICE).offer).within(OFFER);
    cards =
        optional(
                "catalog.cards",
                kit.client(CatalogClient.SERVICE).card.all().with(CheckoutRequests::productIds))
            .within(OPTIONAL)
            .orElse(Map.of());
    stock =
        optional(
                "inventory.stock",
                kit.client(InventoryClient.SERVICE).stock.all().with(CheckoutRequests::productIds))
            .within(OPTIONAL)
            .orElse(Map.of());
    related =
        optional(
                "recommendations.related",
                kit.client(RecommendationsClient.SERVICE)
                    .related
                    .all()
                    .with(CheckoutRequests::lastProductId))
            .within(OPTIONAL)
            .orElse(Map.of());
    second = Plan.of(plans + ".offer", OFFER, offer, cards, stock, related);
  }

  /**
   * The screen of one BFF.
   *
   * @param plans what its plans' names begin with, for instance {@code mobile.checkout}
   * @param type of the view
   * @param view what clients see, with texts for people in a language; pure
   */
  public static <V extends Message> Screen<CheckoutQuestion, V> of(
      String plans, Class<V> type, BiFunction<CheckoutViews, Locale, V> view, Kit kit) {
    CheckoutSummaryScreen<V> screens = new CheckoutSummaryScreen<>(plans, type, view, kit);
    Screen<CheckoutQuestion, V> ofUser = screens.ofUser();
    Screen<CheckoutQuestion, V> elsewhere = screens.elsewhere();
    Screen<CheckoutQuestion, V> ownAddress = screens.ownAddress();
    Screen<CheckoutQuestion, V> ofGuest = screens.ofGuest();
    return new ScreenChoice<>(
        List.of(ofUser, elsewhere, ownAddress, ofGuest),
        (caller, question) -> {
          if (!caller.isUser()) {
            return question.addressId().isEmpty() ? ofGuest : new SignedOut<>(type);
          }
          if (!question.addressId().isEmpty()) {
            return ownAddress;
          }
          return question.destination().isPresent() ? elsewhere : ofUser;
        });
  }

  /** An address of the account's own, for whoever has signed in to none. */
  private record SignedOut<V extends Message>(Class<V> view)
      implements Screen<CheckoutQuestion, V> {
    @Override
    public List<Plan<?>> plans() {
      return List.of();
    }

    @Override
    public CompletableFuture<Page<V>> page(
        PlanRunner runner, RequestScope scope, CheckoutQuestion question) {
      return CompletableFuture.completedFuture(
          new Page.Failed<>("users.address", Miss.of(Status.Code.UNAUTHENTICATED, "NO_CALLER")));
    }
  }

  /** To the default address, where the user has one. */
  private Screen<CheckoutQuestion, V> ofUser() {
    var cart = cart();
    var user = user();
    var addresses =
        optional("users.addresses", users.addresses.with((CheckoutQuestion _) -> ""))
            .within(PERSON)
            .orElse(List.of());
    return shown(
        Plan.of(plans, BUDGET, cart, user, addresses),
        parts ->
            new Buyer(
                parts.of(cart),
                known(parts.of(user)),
                parts.of(addresses).value().stream().filter(Address::getIsDefault).findFirst()));
  }

  /** To a destination that the user names. */
  private Screen<CheckoutQuestion, V> elsewhere() {
    var cart = cart();
    var user = user();
    return shown(
        Plan.of(plans + ".elsewhere", BUDGET, cart, user),
        parts -> new Buyer(parts.of(cart), known(parts.of(user)), Optional.empty()));
  }

  /** To an address of the user's own. */
  private Screen<CheckoutQuestion, V> ownAddress() {
    var cart = cart();
    var user = user();
    var address =
        critical("users.address", users.address.with(CheckoutQuestion::addressId)).within(PERSON);
    return shown(
        Plan.of(plans + ".address", BUDGET, cart, user, address),
        parts -> new Buyer(parts.of(cart), known(parts.of(user)), Optional.of(parts.of(address))));
  }

  /** Nobody knows more of a guest than the cart. */
  private Screen<CheckoutQuestion, V> ofGuest() {
    var cart = cart();
    return shown(
        Plan.of(plans + ".guest", BUDGET, cart),
        parts -> new Buyer(parts.of(cart), Optional.empty(), Optional.empty()));
  }

  private CriticalCall<CheckoutQuestion, Cart> cart() {
    return critical("carts.cart", carts.cart.with(CheckoutQuestion::cartId)).within(CART);
  }

  private OptionalCall<CheckoutQuestion, User> user() {
    return optional("users.user", users.own.with((CheckoutQuestion _) -> ""))
        .within(PERSON)
        .orElse(User.getDefaultInstance());
  }

  private Screen<CheckoutQuestion, V> shown(
      Plan<CheckoutQuestion> first, Function<PlanParts, Buyer> buyer) {
    return first
        .then((question, parts) -> CheckoutRequests.offer(question, buyer.apply(parts)), second)
        .shows(
            parts ->
                view.apply(
                    CheckoutViews.of(
                        buyer.apply(parts),
                        parts.of(offer),
                        parts.of(cards).value(),
                        parts.of(stock).value(),
                        parts.of(related).value()),
                    parts.language()),
            type);
  }

  private static <T> Optional<T> known(Part<T> part) {
    return part instanceof Part.Fresh<T>(T value) ? Optional.of(value) : Optional.empty();
  }
}
