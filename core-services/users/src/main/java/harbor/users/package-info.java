/**
 * People who have an account: profile, addresses, loyalty points, favourites, what they looked at.
 *
 * <p>Start reading at {@link harbor.users.Users}, which declares it.
 */
@NullMarked
package harbor.users;

import org.jspecify.annotations.NullMarked;
