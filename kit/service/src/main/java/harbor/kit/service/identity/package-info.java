/**
 * Who may call a core service: service tokens, and the rule that each method's contract states.
 *
 * <p>Start reading at {@link harbor.kit.service.identity.CallerCheck}.
 */
@NullMarked
package harbor.kit.service.identity;

import org.jspecify.annotations.NullMarked;
