/**
 * Plans and routes that several BFFs share, a package a feature; each BFF gives its path prefix and
 * a pure view of its own.
 *
 * <p>Start reading at {@link harbor.screens.cart.CartScreens}.
 */
@NullMarked
package harbor.screens;

import org.jspecify.annotations.NullMarked;
