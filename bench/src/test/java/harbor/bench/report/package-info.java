/** Figures and tables. */
@NullMarked
package harbor.bench.report;

import org.jspecify.annotations.NullMarked;
