/**
 * Search: what people type, and the published products that fit it.
 *
 * <p>Start reading at {@link harbor.catalog.search.ProductSearch}. {@link
 * harbor.catalog.search.Folding} makes alike what people take for the same, for documents and
 * queries alike; {@link harbor.catalog.search.Token} cuts text into words; {@link
 * harbor.catalog.search.PostgresSearchWords} finds the words that documents have for those that
 * were typed; {@link harbor.catalog.search.CopyFeed} keeps price, stock and rating up to date.
 */
@NullMarked
package harbor.catalog.search;

import org.jspecify.annotations.NullMarked;
