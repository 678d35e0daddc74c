/**
 * The account on the phone: profile, addresses, lists of products.
 *
 * <p>Its screens are {@link harbor.screens.account.AccountScreens} and {@link
 * harbor.screens.account.MarkScreens}.
 */
@NullMarked
package harbor.mobile.account;

import org.jspecify.annotations.NullMarked;
