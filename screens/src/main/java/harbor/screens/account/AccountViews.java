package harbor.screens.account;

import com.google.protobuf.Message;
import harbor.catalog.v1.Product;
import harbor.kit.bff.plan.Part;
import harbor.pricing.v1.Price;
import harbor.type.v1.Money;
import harbor.users.v1.Address;
import harbor.users.v1.ProductMark;
import harbor.users.v1.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How one BFF shows an account; pure. The texts are for people in a language.
 *
 * @param <P> the profile
 * @param <A> an address
 * @param <L> all addresses
 * @param <M> products of a list
 * @param profile the profile's view
 * @param address an address's view
 * @param addresses the view of all of them
 * @param marks the view of a list
 */
public record AccountViews<
    P extends Message, A extends Message, L extends Message, M extends Message>(
    View<User, P> profile,
    View<Address, A> address,
    View<List<Address>, L> addresses,
    View<List<Marked>, M> marks) {
  /**
   * A view and its type.
   *
   * @param type of the view
   * @param of makes it
   */
  public record View<T, V extends Message>(Class<V> type, BiFunction<T, Locale, V> of) {}

  /**
   * A product on one of a person's lists.
   *
   * @param mark as the core service has it
   * @param state {@code ok}; {@code gone}: there is no such product any more; {@code unknown}:
   *     nobody could say
   * @param product only when it is {@code ok}
   * @param price of one piece: pricing's, otherwise the catalogue's; only when it is {@code ok}
   */
  public record Marked(
      ProductMark mark, String state, @Nullable Product product, @Nullable Money price) {
    /** Of what the calls gave: who could not say is told from who knows of none. */
    static Marked of(
        ProductMark mark, Part<Map<String, Product>> cards, Map<String, Price> prices) {
      Product card = cards.value().get(mark.getProductId());
      if (card == null) {
        return new Marked(mark, cards instanceof Part.Fallback ? "unknown" : "gone", null, null);
      }
      Price price = prices.get(mark.getProductId());
      return new Marked(mark, "ok", card, price == null ? card.getPrice() : price.getCurrent());
    }
  }

  /** The word for where somebody stands in the loyalty programme; empty for nowhere. */
  public static Optional<String> tier(User user) {
    return switch (user.getLoyaltyTier()) {
      case LOYALTY_TIER_BASIC -> Optional.of("basic");
      case LOYALTY_TIER_SILVER -> Optional.of("silver");
      case LOYALTY_TIER_GOLD -> Optional.of("gold");
      case LOYALTY_TIER_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
