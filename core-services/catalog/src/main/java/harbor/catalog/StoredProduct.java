package harbor.catalog;

import harbor.catalog.product.Image;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.kit.service.row.Audit;
import harbor.kit.service.row.Money;
import java.util.Optional;

/** A stored product, as much of it as was asked for. */
sealed interface StoredProduct {
  /** Which product. */
  ProductId id();

  /** How much to read. */
  enum Detail {
    /** A {@link Card}. */
    CARD,
    /** A {@link Full}. */
    FULL
  }

  /** What a list or a small screen shows. */
  record Card(
      ProductId id,
      String title,
      String shortTitle,
      String brand,
      Optional<Image> image,
      Money listPrice,
      Money price)
      implements StoredProduct {}

  /** Everything. */
  record Full(Product product, boolean isWithdrawn, Audit audit) implements StoredProduct {
    @Override
    public ProductId id() {
      return product.id();
    }
  }
}
