/** What it costs to find something in a cache. */
@NullMarked
package harbor.bench.cache;

import org.jspecify.annotations.NullMarked;
