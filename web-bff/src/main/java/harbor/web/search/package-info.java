/** Search and categories in the browser: rich cards, what they have in common, and pages. */
@NullMarked
package harbor.web.search;

import org.jspecify.annotations.NullMarked;
