/** Rendered messages, and where they go out. */
@NullMarked
package harbor.orders.mail;

import org.jspecify.annotations.NullMarked;
