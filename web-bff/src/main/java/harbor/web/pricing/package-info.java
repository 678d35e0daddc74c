/** Prices as the web pages need them. */
@NullMarked
package harbor.web.pricing;

import org.jspecify.annotations.NullMarked;
