/** The load generator: HTTP/1.1 over kept connections, an open and a closed loop, one thread. */
@NullMarked
package harbor.bench.load;

import org.jspecify.annotations.NullMarked;
