/**
 * Values that rows and requests state: how a field is checked, money, who changed a row, and the
 * rows of an import.
 *
 * <p>Start reading at {@link harbor.kit.service.row.Fields}.
 */
@NullMarked
package harbor.kit.service.row;

import org.jspecify.annotations.NullMarked;
