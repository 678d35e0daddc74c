/**
 * Shops and pick-up points near somebody.
 *
 * <p>Start reading at {@link harbor.screens.store.StoreScreens}.
 */
@NullMarked
package harbor.screens.store;

import org.jspecify.annotations.NullMarked;
