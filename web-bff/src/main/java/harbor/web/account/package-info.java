/**
 * What people see and do of their own account.
 *
 * <p>Start reading at {@link harbor.web.account.SessionScreens}.
 */
@NullMarked
package harbor.web.account;

import org.jspecify.annotations.NullMarked;
