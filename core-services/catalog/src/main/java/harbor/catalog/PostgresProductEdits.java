package harbor.catalog;

import harbor.catalog.product.Product;
import harbor.kit.service.table.Edited;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What administrators change of products in PostgreSQL, within a transaction. */
final class PostgresProductEdits {
  private static final String FIND =
      "SELECT " + PostgresCatalogStore.FULL_COLUMNS + " FROM products WHERE id = :id FOR UPDATE";

  private final PostgresCatalogStore products;

  PostgresProductEdits(PostgresCatalogStore products) {
    this.products = products;
  }

  /**
   * Changes a product, and what search knows of it.
   *
   * @param version that was seen
   * @param by who does so
   * @param change what becomes of it
   */
  Edited<StoredProduct.Full> edit(
      Handle handle,
      String id,
      long version,
      String by,
      Function<StoredProduct.Full, Product> change) {
    return Edited.of(
        find(handle, id),
        product -> product.audit().version(),
        version,
        product -> {
          products.edit(handle, change.apply(product), by);
          return find(handle, id).orElseThrow();
        });
  }

  private static Optional<StoredProduct.Full> find(Handle handle, String id) {
    return handle
        .createQuery(FIND)
        .bind("id", id)
        .map((row, _) -> PostgresProductRows.full(row))
        .findOne();
  }
}
