/**
 * The database of a core service: its schema and role, migrations, transactions that end with the
 * call, and the columns that every table has.
 *
 * <p>Start reading at {@link harbor.kit.service.database.Database}.
 */
@NullMarked
package harbor.kit.service.database;

import org.jspecify.annotations.NullMarked;
