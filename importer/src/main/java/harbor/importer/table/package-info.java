/**
 * Tables as text: a file, gzipped or not, to records of fields, to rows of cells by column name,
 * with what is wrong with them. Knows nothing of products.
 *
 * <p>Start reading at {@link harbor.importer.table.TableReader}; {@link
 * harbor.importer.table.Cells} is what a kind of file is read from.
 */
@NullMarked
package harbor.importer.table;

import org.jspecify.annotations.NullMarked;
