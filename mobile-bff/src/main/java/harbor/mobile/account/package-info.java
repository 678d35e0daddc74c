/**
 * What people see and do of their own account.
 *
 * <p>Start reading at {@link harbor.mobile.account.SessionScreens}.
 */
@NullMarked
package harbor.mobile.account;

import org.jspecify.annotations.NullMarked;
