/** The product pages of both BFFs and of their peers, in turn on one core. */
@NullMarked
package harbor.bench.products;

import org.jspecify.annotations.NullMarked;
