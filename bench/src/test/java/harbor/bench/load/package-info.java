/** The load generator against small servers. */
@NullMarked
package harbor.bench.load;

import org.jspecify.annotations.NullMarked;
