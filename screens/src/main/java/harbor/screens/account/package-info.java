/**
 * What people see and do of their own account.
 *
 * <p>Start reading at {@link harbor.screens.account.SessionScreens}; {@link
 * harbor.screens.account.ShopAccounts} knows who signs in.
 */
@NullMarked
package harbor.screens.account;

import org.jspecify.annotations.NullMarked;
