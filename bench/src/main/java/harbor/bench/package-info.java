/**
 * The command behind {@code ./harbor bench}: what a request costs, in turn with peers.
 *
 * <p>Start reading at {@link harbor.bench.products.ProductsBenchmark}.
 */
@NullMarked
package harbor.bench;

import org.jspecify.annotations.NullMarked;
