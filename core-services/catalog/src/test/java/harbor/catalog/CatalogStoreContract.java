package harbor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.StoredProduct.Detail;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of products does. */
abstract class CatalogStoreContract {
  /** An empty one. */
  abstract CatalogStore store();

  @Test
  void published_givesEverythingAsWritten() {
    Product product = product(ProductRows.full("HB1"));
    store().write(List.of(product));

    List<StoredProduct> found = store().published(ids("HB1"), Detail.FULL);

    assertThat(found)
        .singleElement()
        .isInstanceOfSatisfying(
            StoredProduct.Full.class,
            full -> {
              assertThat(full.product()).isEqualTo(product);
              assertThat(full.audit().version()).isEqualTo(1);
              assertThat(full.audit().createdBy()).isEqualTo("catalog");
            });
  }

  @Test
  void published_givesTheLeastThatAProductCanSay() {
    Product product = product(ProductRows.least("HB1"));
    store().write(List.of(product));

    assertThat(store().published(ids("HB1"), Detail.FULL))
        .singleElement()
        .isInstanceOfSatisfying(
            StoredProduct.Full.class, full -> assertThat(full.product()).isEqualTo(product));
  }

  @Test
  void published_givesCards() {
    Product full = product(ProductRows.full("a"));
    Product least = product(ProductRows.least("b"));
    store().write(List.of(full, least));

    assertThat(store().published(ids("a", "b"), Detail.CARD))
        .containsExactly(card(full), card(least));
  }

  @Test
  void published_keepsTheOrderOfTheIds_andLeavesOutWhatIsUnknownOrHidden() {
    write("a", "b", "c");
    store().write(List.of(product(ProductRows.least("b").setPublished(false))));

    assertThat(store().published(ids("c", "none", "b", "a"), Detail.CARD))
        .extracting(entry -> entry.id().value())
        .containsExactly("c", "a");
  }

  @Test
  void published_isEmpty_whenNothingIsAskedFor() {
    write("a");

    assertThat(store().published(List.of(), Detail.FULL)).isEmpty();
  }

  @Test
  void page_goesByTheBytesOfTheIds_hiddenOnesIncluded() {
    write("B", "a", "a-1", "a.1", "b");
    store().write(List.of(product(ProductRows.least("a").setPublished(false))));

    ProductPage first = store().page("", 3, Detail.CARD);
    ProductPage second = store().page("a-1", 3, Detail.FULL);

    assertThat(first.entries())
        .extracting(entry -> entry.id().value())
        .containsExactly("B", "a", "a-1");
    assertThat(first.more()).isTrue();
    assertThat(second.entries())
        .extracting(entry -> entry.id().value())
        .containsExactly("a.1", "b");
    assertThat(second.more()).isFalse();
  }

  @Test
  void page_saysThatThereIsNoMore_whenTheLastOneIsFull() {
    write("a", "b");

    assertThat(store().page("", 2, Detail.CARD).more()).isFalse();
  }

  @Test
  void write_saysForEachProductThatItWrote_whetherItWasNew() {
    write("a", "b");

    List<Boolean> written =
        store()
            .write(
                List.of(
                    product(ProductRows.least("a")),
                    product(ProductRows.least("b").setTitle("Other")),
                    product(ProductRows.least("c"))));

    assertThat(written).containsExactlyInAnyOrder(false, true);
    assertThat(Stream.of("a", "b", "c").map(this::version)).containsExactly(1L, 2L, 1L);
  }

  @Test
  void write_changesNothing_whenEverythingIsSaidAgain() {
    Product product = product(ProductRows.full("HB1"));
    store().write(List.of(product));

    assertThat(store().write(List.of(product))).isEmpty();
    assertThat(version("HB1")).isEqualTo(1);
  }

  static Product product(harbor.catalog.v1.Product.Builder row) {
    return ProductRowViews.product(row.build());
  }

  static List<ProductId> ids(String... ids) {
    return Stream.of(ids).map(ProductId::new).toList();
  }

  private void write(String... ids) {
    store().write(Stream.of(ids).map(id -> product(ProductRows.least(id))).toList());
  }

  private long version(String id) {
    return ((StoredProduct.Full)
            store().page("", 500, Detail.FULL).entries().stream()
                .filter(entry -> entry.id().value().equals(id))
                .findFirst()
                .orElseThrow())
        .audit()
        .version();
  }

  private static StoredProduct.Card card(Product product) {
    return new StoredProduct.Card(
        product.id(),
        product.texts().title(),
        product.texts().shortTitle(),
        product.identity().brand(),
        product.images().stream().findFirst(),
        product.pricing().listPrice(),
        product.pricing().price());
  }
}
