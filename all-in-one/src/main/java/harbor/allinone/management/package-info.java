/** How commands ask a running process at its management port. */
@NullMarked
package harbor.allinone.management;

import org.jspecify.annotations.NullMarked;
