/**
 * Shops and pick-up points in the browser; their screen is {@link
 * harbor.screens.store.StoreScreens}.
 */
@NullMarked
package harbor.web.store;

import org.jspecify.annotations.NullMarked;
