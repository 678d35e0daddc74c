/** What it costs to know who asks. */
@NullMarked
package harbor.bench.identity;

import org.jspecify.annotations.NullMarked;
