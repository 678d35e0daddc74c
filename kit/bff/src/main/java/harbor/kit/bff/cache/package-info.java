/**
 * The caches of a BFF: answers of core services that do not depend on who asks, for as long as
 * their {@link harbor.kit.client.CachePolicy} says, in this process and, where Redis is there, in
 * all.
 *
 * <p>Start reading at {@link harbor.kit.bff.cache.Caches}; one cache is a {@link
 * harbor.kit.bff.cache.load.ReadCache}.
 */
@NullMarked
package harbor.kit.bff.cache;

import org.jspecify.annotations.NullMarked;
