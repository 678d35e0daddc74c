/** Tests of payments. */
@NullMarked
package harbor.payments;

import org.jspecify.annotations.NullMarked;
