package harbor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.StoredProduct.Detail;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    ProductPage first = store().page("", "", 3, Detail.CARD);
    ProductPage second = store().page("", "a-1", 3, Detail.FULL);

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

    assertThat(store().page("", "", 2, Detail.CARD).more()).isFalse();
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
  void write_changesNothing_whenOnlyAnotherFeedSaysIt_andKeepsTheFeedOfTheLastChange() {
    store().write(List.of(product(ProductRows.full("HB1").setSourceFeed("shop-1.tsv"))));

    List<Boolean> again =
        store().write(List.of(product(ProductRows.full("HB1").setSourceFeed("shop-2.tsv"))));
    List<Boolean> changed =
        store()
            .write(
                List.of(
                    product(
                        ProductRows.full("HB1").setTitle("Other").setSourceFeed("shop-3.tsv"))));

    assertThat(again).isEmpty();
    assertThat(changed).containsExactly(false);
    assertThat(store().published(ids("HB1"), Detail.FULL))
        .singleElement()
        .isInstanceOfSatisfying(
            StoredProduct.Full.class,
            full -> {
              assertThat(full.product().internal().sourceFeed()).isEqualTo("shop-3.tsv");
              assertThat(full.audit().version()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"A B", "sku:1+2", "größe (M)", "50%", "a?b#c", "[x]", "日本", "a'b\"c"})
  void write_takesEveryIdThatCanStandInAPath(String id) {
    store().write(List.of(product(ProductRows.least(id))));

    assertThat(store().published(ids(id), Detail.CARD))
        .extracting(entry -> entry.id().value())
        .containsExactly(id);
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

  @Test
  void withdrawn_isShownToNobody_untilItIsWrittenAgain_andIsTheSameProductThen() {
    write("a", "b");

    assertThat(store().withdraw(ids("a", "unknown"))).isEqualTo(1);
    assertThat(store().withdraw(ids("a"))).as("again").isZero();
    assertThat(store().published(ids("a", "b"), Detail.CARD))
        .extracting(entry -> entry.id().value())
        .containsExactly("b");
    assertThat(store().isWithdrawn(new ProductId("a"))).isTrue();
    assertThat(store().isWithdrawn(new ProductId("unknown"))).isFalse();

    assertThat(store().write(List.of(product(ProductRows.least("a"))))).containsExactly(false);
    assertThat(store().published(ids("a"), Detail.CARD)).hasSize(1);
    assertThat(store().isWithdrawn(new ProductId("a"))).isFalse();
    assertThat(version("a")).isEqualTo(3);
  }

  @Test
  void page_ofASource_isItsProductsThatAreNotWithdrawn() {
    store()
        .write(
            List.of(
                product(ProductRows.least("a").setSource("erp")),
                product(ProductRows.least("b").setSource("erp")),
                product(ProductRows.least("c").setSource("other")),
                product(ProductRows.least("d"))));
    store().withdraw(ids("b"));

    assertThat(store().page("erp", "", 10, Detail.CARD).entries())
        .extracting(entry -> entry.id().value())
        .containsExactly("a");
    assertThat(store().page("", "", 10, Detail.CARD).entries()).hasSize(4);
  }

  @Test
  void write_withoutASource_leavesTheProductInItsOwn_andChangesNothingByThat() {
    store().write(List.of(product(ProductRows.full("HB1").setSource("erp"))));

    assertThat(store().write(List.of(product(ProductRows.full("HB1"))))).isEmpty();
    assertThat(store().write(List.of(product(ProductRows.full("HB1").setTitle("Other")))))
        .containsExactly(false);
    assertThat(store().page("erp", "", 10, Detail.CARD).entries()).hasSize(1);

    assertThat(
            store()
                .write(
                    List.of(product(ProductRows.full("HB1").setTitle("Other").setSource("other")))))
        .as("another source")
        .containsExactly(false);
    assertThat(store().page("erp", "", 10, Detail.CARD).entries()).isEmpty();
    assertThat(store().page("other", "", 10, Detail.CARD).entries()).hasSize(1);
    assertThat(version("HB1")).isEqualTo(3);
  }

  static List<ProductId> ids(String... ids) {
    return Stream.of(ids).map(ProductId::new).toList();
  }

  private void write(String... ids) {
    store().write(Stream.of(ids).map(id -> product(ProductRows.least(id))).toList());
  }

  private long version(String id) {
    return ((StoredProduct.Full)
            store().page("", "", 500, Detail.FULL).entries().stream()
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
