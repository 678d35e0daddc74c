/** What all answers of the web BFF share: how they came about, and errors. */
@NullMarked
package harbor.web.edge;

import org.jspecify.annotations.NullMarked;
