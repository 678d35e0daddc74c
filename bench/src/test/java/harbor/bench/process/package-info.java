/** What Linux says of processes. */
@NullMarked
package harbor.bench.process;

import org.jspecify.annotations.NullMarked;
