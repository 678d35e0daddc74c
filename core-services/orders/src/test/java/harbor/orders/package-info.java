/** Tests of the orders service. */
@NullMarked
package harbor.orders;

import org.jspecify.annotations.NullMarked;
