/**
 * What every core service needs. A service is a declaration: {@link
 * harbor.kit.service.CoreProcess}.
 *
 * <p>Start reading there, then at {@link harbor.kit.service.Core}, which gives the declaration what
 * it asks for. The packages below hold one concern each: calls, rows, the database, changes.
 */
@NullMarked
package harbor.kit.service;

import org.jspecify.annotations.NullMarked;
