/**
 * The store's catalogue as a feed by the Google Merchant specification, which marketplaces fetch
 * and the importer reads: what only staff may see is not in it.
 *
 * <p>Start reading at {@link harbor.importer.export.FeedExport}.
 */
@NullMarked
package harbor.importer.export;

import org.jspecify.annotations.NullMarked;
