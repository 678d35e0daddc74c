/**
 * What a BFF does, for engineers: its screens, plans and calls, how the layers around its services
 * are set, and how all of it is doing right now; as a page and as JSON on the management port.
 *
 * <p>Start reading at {@link harbor.kit.bff.explain.Explainer}.
 */
@NullMarked
package harbor.kit.bff.explain;

import org.jspecify.annotations.NullMarked;
