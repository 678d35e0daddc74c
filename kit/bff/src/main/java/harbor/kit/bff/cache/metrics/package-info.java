/**
 * What caches do, counted: for metrics and for the engineers' page.
 *
 * <p>Start reading at {@link harbor.kit.bff.cache.metrics.CacheState}.
 */
@NullMarked
package harbor.kit.bff.cache.metrics;

import org.jspecify.annotations.NullMarked;
