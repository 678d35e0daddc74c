/** Benchmarks of behaviour in real time: slow services, and more load than one core can take. */
@NullMarked
package harbor.bench.realtime;

import org.jspecify.annotations.NullMarked;
