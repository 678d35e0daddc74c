/**
 * Tables as administrators read them: which columns may be filtered and sorted by, and pages that
 * skip and repeat nothing.
 *
 * <p>Start reading at {@link harbor.kit.service.table.Table}.
 */
@NullMarked
package harbor.kit.service.table;

import org.jspecify.annotations.NullMarked;
