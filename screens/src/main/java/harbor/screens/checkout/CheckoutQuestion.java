package harbor.screens.checkout;

import harbor.shop.v1.Destination;
import java.util.Optional;

/**
 * What a summary is asked for.
 *
 * @param cartId of which cart
 * @param addressId an address of the user's own; empty: none was said
 * @param destination where the goods go, when no address is said; empty: nothing was said
 * @param shippingMethod empty: the cheapest
 */
public record CheckoutQuestion(
    String cartId, String addressId, Optional<Destination> destination, String shippingMethod) {}
