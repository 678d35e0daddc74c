/**
 * The account in the browser: profile, addresses, lists of products.
 *
 * <p>Its screens are {@link harbor.screens.account.AccountScreens} and {@link
 * harbor.screens.account.MarkScreens}.
 */
@NullMarked
package harbor.web.account;

import org.jspecify.annotations.NullMarked;
