/**
 * What shipping costs and when goods arrive: pure rules over places, destinations and times.
 *
 * <p>Start reading at {@link harbor.shipping.window.Method}.
 */
@NullMarked
package harbor.shipping.window;

import org.jspecify.annotations.NullMarked;
