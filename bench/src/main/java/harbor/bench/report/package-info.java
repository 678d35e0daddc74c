/** Results as text and picture: spreads, tables, bars. */
@NullMarked
package harbor.bench.report;

import org.jspecify.annotations.NullMarked;
