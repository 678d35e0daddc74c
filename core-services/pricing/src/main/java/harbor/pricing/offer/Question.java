package harbor.pricing.offer;

import java.util.List;
import java.util.Optional;

/**
 * What an offer is asked for.
 *
 * @param owner who asks, as {@link harbor.kit.client.Caller#subject} names them
 * @param items in the cart's order, each product once
 * @param couponCode empty: none
 * @param destination empty: the home market's country
 * @param shippingMethod empty: the cheapest
 * @param mail of the person; empty: not known
 */
record Question(
    String owner,
    String cartId,
    long cartVersion,
    List<Item> items,
    String couponCode,
    Optional<Destination> destination,
    String shippingMethod,
    String mail) {
  /** Copies the list. */
  Question {
    items = List.copyOf(items);
  }

  /** Pieces of a product. */
  record Item(String productId, int quantity) {}

  /** Who uses the promotions. */
  Person person() {
    return Person.of(owner, mail);
  }
}
