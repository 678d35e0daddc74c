/**
 * Shops and pick-up points on the phone; their screen is {@link harbor.screens.store.StoreScreens}.
 */
@NullMarked
package harbor.mobile.store;

import org.jspecify.annotations.NullMarked;
