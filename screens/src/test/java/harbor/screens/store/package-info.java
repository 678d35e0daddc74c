/** Tests of stores; start reading at {@link harbor.screens.store.StoreViewsTest}. */
@NullMarked
package harbor.screens.store;

import org.jspecify.annotations.NullMarked;
