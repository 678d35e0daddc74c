/**
 * Answers to clients: content negotiation, encodings of a view, entity tags, errors.
 *
 * <p>Start reading at {@link harbor.kit.bff.answer.Answers}, which puts an answer's headers and
 * bytes together.
 */
@NullMarked
package harbor.kit.bff.answer;

import org.jspecify.annotations.NullMarked;
