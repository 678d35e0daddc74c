/**
 * What bytes a BFF takes from a connection: HTTP/1.1 that can be read in one way only, HTTP/2 whose
 * requests are complete, and no more cancelled work than a client may cause.
 *
 * <p>Start reading at {@link harbor.kit.bff.wire.Wire}.
 */
@NullMarked
package harbor.kit.bff.wire;

import org.jspecify.annotations.NullMarked;
