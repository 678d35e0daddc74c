/**
 * One call of a core service: what it carries, how its request is checked, and how it ends.
 *
 * <p>Start reading at {@link harbor.kit.service.call.Answer}, through which every method answers.
 */
@NullMarked
package harbor.kit.service.call;

import org.jspecify.annotations.NullMarked;
