/**
 * Core service catalog: products and their categories.
 *
 * <p>Start reading at {@link harbor.catalog.CatalogService}, the methods; {@link
 * harbor.catalog.Catalog} assembles the service, {@link harbor.catalog.CatalogStore} is what it
 * keeps, and {@code harbor.catalog.product} is what a product is.
 */
@NullMarked
package harbor.catalog;

import org.jspecify.annotations.NullMarked;
