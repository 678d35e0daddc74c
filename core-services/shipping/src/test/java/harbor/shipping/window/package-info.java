/** Tests of cost and time; start reading at {@link harbor.shipping.window.MethodTest}. */
@NullMarked
package harbor.shipping.window;

import org.jspecify.annotations.NullMarked;
