/**
 * The kinds of files and what their rows say, as plain records: products by the Google Merchant
 * specification, stock by place, places, reviews, lines of past orders.
 *
 * <p>Start reading at {@link harbor.importer.feed.ProductFeed}.
 */
@NullMarked
package harbor.importer.feed;

import org.jspecify.annotations.NullMarked;
