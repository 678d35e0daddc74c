/** The inventory as the web pages need it. */
@NullMarked
package harbor.web.inventory;

import org.jspecify.annotations.NullMarked;
