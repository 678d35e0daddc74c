/** What a checkout summary takes, beside a client that asks the core services itself. */
@NullMarked
package harbor.bench.checkout;

import org.jspecify.annotations.NullMarked;
