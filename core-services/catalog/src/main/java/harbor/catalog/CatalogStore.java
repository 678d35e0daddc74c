package harbor.catalog;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import java.util.List;
import java.util.SequencedCollection;

/** The products; each method is one transaction. Thread-safe. */
interface CatalogStore {
  /** Those that are known, published and not withdrawn, in the order of the ids. */
  List<StoredProduct> published(List<ProductId> ids, StoredProduct.Detail detail);

  /**
   * All of them in order of id, unpublished and withdrawn ones too.
   *
   * @param source only those of this source, and then without withdrawn ones; empty: all
   * @param after the id before the page; empty for the first page
   * @param size entries at most
   */
  ProductPage page(String source, String after, int size, StoredProduct.Detail detail);

  /**
   * Creates or replaces products by id. A product that already says the same is not written, unless
   * it was withdrawn: it comes back.
   *
   * @param products each id once, in order of id
   * @return for each one that was written: whether it was new
   */
  List<Boolean> write(SequencedCollection<Product> products);

  /** Whether the product was for sale once and is withdrawn. */
  boolean isWithdrawn(ProductId id);

  /** Withdraws products; how many were for sale before. */
  int withdraw(SequencedCollection<ProductId> ids);
}
