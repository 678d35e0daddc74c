/**
 * What a BFF does not take on: more work than its event loops can do, and clients that send or read
 * too slowly.
 *
 * <p>Start reading at {@link harbor.kit.bff.overload.Shedding}; the rule by which it decides is
 * {@link harbor.kit.bff.overload.LoopLimit}.
 */
@NullMarked
package harbor.kit.bff.overload;

import org.jspecify.annotations.NullMarked;
