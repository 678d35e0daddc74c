/** Tests of the link. */
@NullMarked
package harbor.bench.checkout;

import org.jspecify.annotations.NullMarked;
