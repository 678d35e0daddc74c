package harbor.catalog;

import harbor.catalog.product.Internal;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Products in memory; can be told to fail. */
final class FakeCatalogStore implements CatalogStore {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final TreeMap<String, StoredProduct.Full> products = new TreeMap<>();
  private @Nullable RuntimeException failure;

  /** From now on every method ends so. */
  void failWith(RuntimeException next) {
    failure = next;
  }

  @Override
  public List<StoredProduct> published(List<ProductId> ids, StoredProduct.Detail detail) {
    failIfTold();
    return ids.stream()
        .flatMap(id -> Optional.ofNullable(products.get(id.value())).stream())
        .filter(entry -> entry.product().listing().published() && !entry.isWithdrawn())
        .map(entry -> as(detail, entry))
        .toList();
  }

  @Override
  public ProductPage page(String source, String after, int size, StoredProduct.Detail detail) {
    failIfTold();
    return ProductPage.of(
        products.tailMap(after, false).values().stream()
            .filter(
                entry ->
                    source.isEmpty()
                        || (entry.product().internal().source().equals(source)
                            && !entry.isWithdrawn()))
            .limit(size + 1L)
            .map(entry -> as(detail, entry))
            .toList(),
        size);
  }

  @Override
  public List<Boolean> write(SequencedCollection<Product> written) {
    failIfTold();
    List<Boolean> changes = new ArrayList<>();
    for (Product sent : written) {
      StoredProduct.Full known = products.get(sent.id().value());
      Product product = known == null ? sent : withItsSource(sent, known.product());
      if (known == null || known.isWithdrawn() || !isSame(known.product(), product)) {
        long version = known == null ? 1 : known.audit().version() + 1;
        products.put(
            product.id().value(),
            new StoredProduct.Full(
                product, false, new Audit(NOW, "catalog", NOW, "catalog", version)));
        changes.add(known == null);
      }
    }
    return changes;
  }

  /** Without a source of its own it stays in the one that is known. */
  private static Product withItsSource(Product product, Product known) {
    Internal internal = product.internal();
    return internal.source().isEmpty()
        ? from(product, internal.sourceFeed(), known.internal().source())
        : product;
  }

  /** Which feed said it is no content. */
  private static boolean isSame(Product known, Product product) {
    return from(known, "", known.internal().source())
        .equals(from(product, "", product.internal().source()));
  }

  private static Product from(Product product, String feed, String source) {
    Internal internal = product.internal();
    return new Product(
        product.id(),
        product.texts(),
        product.identity(),
        product.pricing(),
        product.images(),
        product.specifications(),
        product.traits(),
        product.measures(),
        product.handling(),
        product.listing(),
        new Internal(
            internal.supplierCost(), internal.segmentTags(), feed, internal.supplierId(), source));
  }

  @Override
  public boolean isWithdrawn(ProductId id) {
    StoredProduct.Full known = products.get(id.value());
    return known != null && known.isWithdrawn();
  }

  @Override
  public int withdraw(SequencedCollection<ProductId> ids) {
    int withdrawn = 0;
    for (ProductId id : ids) {
      StoredProduct.Full known = products.get(id.value());
      if (known != null && !known.isWithdrawn()) {
        products.put(
            id.value(),
            new StoredProduct.Full(
                known.product(),
                true,
                new Audit(NOW, "catalog", NOW, "catalog", known.audit().version() + 1)));
        withdrawn++;
      }
    }
    return withdrawn;
  }

  private void failIfTold() {
    if (failure != null) {
      throw failure;
    }
  }

  private static StoredProduct as(StoredProduct.Detail detail, StoredProduct.Full entry) {
    Product product = entry.product();
    return switch (detail) {
      case FULL -> entry;
      case CARD ->
          new StoredProduct.Card(
              product.id(),
              product.texts().title(),
              product.texts().shortTitle(),
              product.identity().brand(),
              product.images().stream().findFirst(),
              product.pricing().listPrice(),
              product.pricing().price());
    };
  }
}
