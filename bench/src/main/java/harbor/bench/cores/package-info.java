/** The core services as a benchmark needs them: the real ones, and their answers played back. */
@NullMarked
package harbor.bench.cores;

import org.jspecify.annotations.NullMarked;
