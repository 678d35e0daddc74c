/** What Harbor's HTTP server costs when there is nothing to ask and nothing to make. */
@NullMarked
package harbor.bench.floor;

import org.jspecify.annotations.NullMarked;
