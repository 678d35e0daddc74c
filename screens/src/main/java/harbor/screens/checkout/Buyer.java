package harbor.screens.checkout;

import harbor.carts.v1.Cart;
import harbor.users.v1.Address;
import harbor.users.v1.User;
import java.util.Optional;

/**
 * Who buys, as far as that is known.
 *
 * @param cart what they mean to buy
 * @param user empty for guests, and when nobody could say in time
 * @param address the one of their own that is taken
 */
record Buyer(Cart cart, Optional<User> user, Optional<Address> address) {}
