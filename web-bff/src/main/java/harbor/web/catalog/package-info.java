/** The catalogue as the web pages need it. */
@NullMarked
package harbor.web.catalog;

import org.jspecify.annotations.NullMarked;
