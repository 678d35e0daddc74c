/**
 * What all processes share of a cache: its entries as bytes, and leases that keep them from loading
 * the same.
 *
 * <p>Start reading at {@link harbor.kit.bff.cache.shared.SharedStore}.
 */
@NullMarked
package harbor.kit.bff.cache.shared;

import org.jspecify.annotations.NullMarked;
