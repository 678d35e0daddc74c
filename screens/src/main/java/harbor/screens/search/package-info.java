/**
 * Lists of products and search: what clients ask, as the catalogue wants to be asked.
 *
 * <p>Start reading at {@link harbor.screens.search.SearchRequests}.
 */
@NullMarked
package harbor.screens.search;

import org.jspecify.annotations.NullMarked;
