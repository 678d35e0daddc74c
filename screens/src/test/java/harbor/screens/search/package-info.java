/** Tests of what clients search for. */
@NullMarked
package harbor.screens.search;

import org.jspecify.annotations.NullMarked;
