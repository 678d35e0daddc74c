/**
 * What a BFF remembers of core services: shared data only, for as long as its {@link
 * harbor.kit.bff.cache.CachePolicy} says, in this process and, where Redis is there, in all.
 */
@NullMarked
package harbor.kit.bff.cache;

import org.jspecify.annotations.NullMarked;
