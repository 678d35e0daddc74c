/** Processes under measurement: pinned to a core, and what Linux and the JVM say of them. */
@NullMarked
package harbor.bench.process;

import org.jspecify.annotations.NullMarked;
