/**
 * What a client's request says, read and checked: path, query, headers and body.
 *
 * <p>Start reading at {@link harbor.kit.bff.input.Request} for reads, {@link
 * harbor.kit.bff.input.BodyReader} for writes. Whatever does not fit throws the {@link
 * harbor.kit.bff.answer.BadRequest} that names it.
 */
@NullMarked
package harbor.kit.bff.input;

import org.jspecify.annotations.NullMarked;
