/**
 * The running store, seen from outside, and the rules of its architecture.
 *
 * <p>Start reading at {@link harbor.e2e.Store}, which starts it as {@code ./harbor up} does.
 */
@NullMarked
package harbor.e2e;

import org.jspecify.annotations.NullMarked;
