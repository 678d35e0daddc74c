/**
 * The kinds of files and what their rows say: places, reviews and lines of past orders as the
 * messages that the core services take; products by the Google Merchant specification and stock by
 * place, which go to several services, as records.
 *
 * <p>Start reading at {@link harbor.importer.feed.PlaceFeed}, the simplest.
 */
@NullMarked
package harbor.importer.feed;

import org.jspecify.annotations.NullMarked;
