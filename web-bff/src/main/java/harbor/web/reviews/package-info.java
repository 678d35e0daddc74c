/** Reviews as the web pages need them. */
@NullMarked
package harbor.web.reviews;

import org.jspecify.annotations.NullMarked;
