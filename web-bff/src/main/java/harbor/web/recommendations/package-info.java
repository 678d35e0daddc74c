/** Recommendations as the web pages need them. */
@NullMarked
package harbor.web.recommendations;

import org.jspecify.annotations.NullMarked;
