/** Tests of mail. */
@NullMarked
package harbor.orders.mail;

import org.jspecify.annotations.NullMarked;
