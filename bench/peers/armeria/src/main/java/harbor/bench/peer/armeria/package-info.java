/**
 * A peer of Harbor's BFFs: both product pages on plain Armeria, as its documentation shows.
 *
 * <p>Start reading at {@link harbor.bench.peer.armeria.ArmeriaPeerMain}.
 */
@NullMarked
package harbor.bench.peer.armeria;

import org.jspecify.annotations.NullMarked;
