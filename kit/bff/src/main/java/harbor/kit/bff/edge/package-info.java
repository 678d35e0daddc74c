/**
 * The edge of a BFF: its HTTP server, what every request and every answer carries, and requests
 * that reach no screen.
 *
 * <p>Start reading at {@link harbor.kit.bff.edge.BffServer}.
 */
@NullMarked
package harbor.kit.bff.edge;

import org.jspecify.annotations.NullMarked;
