/** Tests of the service users; start reading at {@link harbor.users.AccountsIT}. */
@NullMarked
package harbor.users;

import org.jspecify.annotations.NullMarked;
