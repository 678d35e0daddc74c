/**
 * What people see and do of their own account.
 *
 * <p>Start reading at {@link harbor.screens.account.SessionScreens}.
 */
@NullMarked
package harbor.screens.account;

import org.jspecify.annotations.NullMarked;
