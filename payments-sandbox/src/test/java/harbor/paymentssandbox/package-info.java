/** Tests of the payments sandbox. */
@NullMarked
package harbor.paymentssandbox;

import org.jspecify.annotations.NullMarked;
