package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Product;
import harbor.importer.client.CoresExtension;
import harbor.importer.client.FakeCores;
import harbor.importer.feed.FeedOptions;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.ImportSummary;
import harbor.importer.progress.NothingRead;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.inventory.v1.StockStatus;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products over four services: complete or not at all, whatever fails and whenever. */
class ProductImportTest {
  @RegisterExtension private final CoresExtension grpc = new CoresExtension();

  private final RecordingListener listener = new RecordingListener();

  @Test
  void importProducts_writesEveryPartOfAProduct() {
    String feed =
        """
        id\ttitle\tprice\tsale_price\tavailability\tmin_handling_time\tmax_handling_time\tbrand\tcondition\tproduct_type\timage_link\tproduct_detail
        A\tKettle\t49.90 EUR\t39.90 EUR\tpreorder\t2\t4\tAcme\tused\tHome > Kettles\t/i/a.webp\tPower:Watt:2200
        """;

    ImportSummary summary = importProducts(FeedFiles.text("shop.tsv", feed));

    FakeCores cores = grpc.cores();
    Product product = cores.products.get("A");
    assertThat(product.getTitle()).isEqualTo("Kettle");
    assertThat(product.getCondition()).isEqualTo(Condition.CONDITION_USED);
    assertThat(product.getListPrice().getMinor()).isEqualTo(4990);
    assertThat(product.getPrice().getMinor()).isEqualTo(3990);
    assertThat(product.getImages(0).getUrl()).isEqualTo("/i/a.webp");
    assertThat(product.getSpecifications(0).getValue()).isEqualTo("2200");
    assertThat(product.getSourceFeed()).isEqualTo("shop.tsv");
    assertThat(product.getPublished()).isTrue();
    assertThat(product.hasSupplierCost()).isFalse();
    assertThat(cores.stock.get("A").getStatus()).isEqualTo(StockStatus.STOCK_STATUS_PREORDER);
    assertThat(cores.stock.get("A").getMaxHandlingDays()).isEqualTo(4);
    assertThat(cores.stock.get("A").getQuantitiesList()).isEmpty();
    assertThat(cores.prices.get("A").getList().getMinor()).isEqualTo(4990);
    assertThat(cores.prices.get("A").getSale().getMinor()).isEqualTo(3990);
    assertThat(cores.profiles.get("A").getPrice().getMinor()).isEqualTo(3990);
    assertThat(cores.profiles.get("A").getImageUrl()).isEqualTo("/i/a.webp");
    assertThat(summary.created()).isEqualTo(1);
    assertThat(summary.complete()).isTrue();
  }

  @Test
  void importProducts_leavesTheRangeOfASale_toPricing() {
    String feed =
        """
        id\ttitle\tprice\tsale_price\tsale_price_effective_date
        A\tKettle\t20.00 EUR\t15.00 EUR\t2031-01-01T00:00Z/2031-02-01T00:00Z
        """;

    importProducts(FeedFiles.text("shop.tsv", feed));

    FakeCores cores = grpc.cores();
    assertThat(cores.prices.get("A").getSale().getMinor()).isEqualTo(1500);
    assertThat(cores.prices.get("A").getSaleStartsAt().getSeconds()).isEqualTo(1_924_992_000);
    assertThat(cores.prices.get("A").getSaleEndsAt().getSeconds()).isEqualTo(1_927_670_400);
    assertThat(cores.products.get("A").getPrice().getMinor()).isEqualTo(2000);
    assertThat(cores.profiles.get("A").getPrice().getMinor()).isEqualTo(2000);
  }

  @Test
  void importProducts_saysWhatItDoesWithQuantities_whereverTheyStand() {
    importProducts(
        FeedFiles.text(
            "shop.xml",
            """
            <rss><item><id>A</id><title>a</title><price>1 EUR</price></item>
            <item><id>B</id><title>b</title><price>1 EUR</price><quantity>2</quantity></item></rss>
            """));

    assertThat(listener.said)
        .anyMatch(line -> line.startsWith("shop.xml: column quantity only decides"));
  }

  @Test
  void importProducts_changesNothing_whenRepeated() {
    importProducts(products(1_200));
    List<Map<String, ? extends Message>> first = grpc.cores().state();

    ImportSummary again = importProducts(products(1_200));

    assertThat(grpc.cores().state()).isEqualTo(first);
    assertThat(again.unchanged()).isEqualTo(1_200);
    assertThat(again.created() + again.updated() + again.refused()).isZero();
    assertThat(grpc.cores().products.batches()).containsExactly(500, 500, 200, 500, 500, 200);
  }

  @Test
  void importProducts_showsNoProductBeforeItsPartsAreStored() {
    FakeCores cores = grpc.cores();
    List<String> half = new ArrayList<>();
    cores.products.onBatch(
        batch -> {
          for (Product product : batch) {
            String id = product.getId();
            if (!cores.stock.rows().containsKey(id)
                || !cores.prices.rows().containsKey(id)
                || !cores.profiles.rows().containsKey(id)) {
              half.add(id);
            }
          }
        });
    cores.stock.refuse("P3");
    cores.prices.refuse("P501");
    cores.profiles.refuse("P777");

    ImportSummary summary = importProducts(products(1_000));

    assertThat(half).isEmpty();
    assertThat(cores.products.rows()).hasSize(997).doesNotContainKeys("P3", "P501", "P777");
    assertThat(summary.created()).isEqualTo(997);
    assertThat(listener.refusals())
        .containsExactly(
            "feed.tsv 4: id ImportStock says no; correct it in the file",
            "feed.tsv 502: id ImportPrices says no; correct it in the file",
            "feed.tsv 778: id ImportProfiles says no; correct it in the file");
  }

  @Test
  void importProducts_namesTheLine_whenTheCatalogueRefusesBehindARowThatAnotherServiceRefused() {
    FakeCores cores = grpc.cores();
    cores.stock.refuse("P2");
    cores.prices.refuse("P2");
    cores.products.refuse("P4");

    importProducts(products(5));

    assertThat(listener.refusals())
        .containsExactly(
            "feed.tsv 3: id ImportStock says no; correct it in the file; id ImportPrices says no;"
                + " correct it in the file",
            "feed.tsv 5: id ImportProducts says no; correct it in the file");
  }

  @Test
  void importProducts_asksNothingOfTheCatalogue_whenAWholeBatchWasRefused() {
    grpc.cores().stock.refuse("P1");

    ImportSummary summary = importProducts(products(1));

    assertThat(summary.refused()).isEqualTo(1);
    assertThat(grpc.cores().products.batches()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void importProducts_reachesTheSameState_whenRepeatedAfterAFailure(int batch) throws IOException {
    importProducts(products(1_700));
    List<Map<String, ? extends Message>> undisturbed = grpc.cores().state();

    for (int service = 0; service < 4; service++) {
      FakeCores cores = grpc.restart();
      List.of(cores.stock, cores.prices, cores.profiles, cores.products)
          .get(service)
          .failAt(batch, Status.INTERNAL);
      assertThatThrownBy(() -> importProducts(products(1_700))).isInstanceOf(ImportEnded.class);
      assertThat(cores.products.rows()).hasSize(500 * (batch - 1));

      importProducts(products(1_700));

      assertThat(cores.state()).isEqualTo(undisturbed);
    }
  }

  @Test
  void importProducts_skipsABadRow_andSaysItsLine() {
    String feed =
        "id\ttitle\tprice\nA\t\"Two\nlines\"\t1 EUR\nB\t\tfree\nC\t\"stray\t3 EUR\nD\td\t4 EUR\n";

    ImportSummary summary = importProducts(FeedFiles.text("feed.tsv", feed));

    assertThat(listener.refusals())
        .containsExactly(
            "feed.tsv 4: title is empty; every row needs it; price 'free' is not an amount; write"
                + " it like 12.34 EUR");
    assertThat(grpc.cores().products.rows()).containsOnlyKeys("A", "C", "D");
    assertThat(summary.read()).isEqualTo(4);
    assertThat(summary.refused()).isEqualTo(1);
  }

  @Test
  void importProducts_firstRowCounts_whenAnIdStandsTwice_andAgainChangesNothing() {
    String feed = "id\ttitle\tprice\nA\tfirst\t1 EUR\nB\tb\t1 EUR\nA\tlast\t2 EUR\n";

    importProducts(FeedFiles.text("feed.tsv", feed));
    ImportSummary again = importProducts(FeedFiles.text("feed.tsv", feed));

    assertThat(grpc.cores().products.get("A").getTitle()).isEqualTo("first");
    assertThat(grpc.cores().prices.get("A").getList().getMinor()).isEqualTo(100);
    assertThat(listener.refusals().getFirst())
        .isEqualTo(
            "feed.tsv 4: id 'A' stands in the file before; line 2 counts; leave out one of lines 2"
                + " and 4");
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(again.refused()).isEqualTo(1);
  }

  @Test
  void importProducts_keepsRequestsBelowTheTransportsLimit_whateverTheRowsHold() {
    StringBuilder feed = new StringBuilder("id\ttitle\tprice\tdescription\n");
    for (int i = 0; i < 1_000; i++) {
      feed.append("P").append(i).append("\tt\t1 EUR\t").append("€".repeat(9_990)).append('\n');
    }

    importProducts(FeedFiles.text("feed.tsv", feed.toString()));

    assertThat(grpc.cores().products.rows()).hasSize(1_000);
    assertThat(grpc.cores().products.maxBytes()).isLessThan(4 << 20);
  }

  @Test
  void importProducts_ofAnEmptyFile_orAHeaderAlone_isNoSuccess() {
    assertThatThrownBy(() -> importProducts(FeedFiles.text("none.tsv", "")))
        .isInstanceOf(NothingRead.class)
        .hasMessage("none.tsv: is empty: not even a header");
    assertThatThrownBy(() -> importProducts(FeedFiles.text("head.tsv", "id\ttitle\tprice\n")))
        .isInstanceOf(NothingRead.class)
        .hasMessage("head.tsv: has a header, but no rows");
    assertThat(grpc.cores().products.batches()).isEmpty();
  }

  @Test
  void currencies_mayBeMixed_andAreCounted() {
    importProducts(
        FeedFiles.text(
            "feed.csv",
            "id;title;price;currency\nA;a;1,50;EUR\nB;b;2.50 USD;EUR\nC;c;3;EUR\nD;d;4;\n"));

    assertThat(grpc.cores().prices.get("A").getList().getCurrency()).isEqualTo("EUR");
    assertThat(grpc.cores().prices.get("B").getList().getCurrency()).isEqualTo("USD");
    assertThat(listener.refusals())
        .singleElement()
        .asString()
        .contains("price '4' has no currency");
    assertThat(listener.said).contains("feed.csv: has prices in several currencies: EUR 2, USD 1");
  }

  @Test
  void importProducts_tellsEveryServiceWhatAFeedSays() {
    importProducts(
        FeedFiles.text(
            "feed.csv",
            """
            id;title;price;availability;link;product_type
            größe M;a;1 EUR;backorder;https://shop.example/pot?variant=1;"Home > Pots, Gifts > Tea"
            old;b;1 EUR;discontinued;;Home
            """));

    FakeCores cores = grpc.cores();
    assertThat(cores.stock.get("größe M").getStatus())
        .isEqualTo(StockStatus.STOCK_STATUS_BACKORDER);
    assertThat(cores.products.get("größe M").getLink()).isEqualTo("/pot?variant=1");
    assertThat(cores.products.get("größe M").getFurtherCategoryPaths(0).getNamesList())
        .containsExactly("Gifts", "Tea");
    assertThat(cores.profiles.get("größe M").getLink()).isEqualTo("/pot?variant=1");
    assertThat(cores.products.rows()).containsOnlyKeys("größe M");
    assertThat(cores.stock.rows()).containsOnlyKeys("größe M");
  }

  @Test
  void quantity_counts_whenItsPlaceIsNamed() {
    FeedFile feed =
        FeedFiles.text("feed.tsv", "id\ttitle\tprice\tquantity\nA\ta\t1 EUR\t7\nB\tb\t1 EUR\t0\n");

    new Importer(grpc.clients(), listener, "main", FeedOptions.NONE)
        .importProducts(feed, Optional.empty());

    assertThat(grpc.cores().stock.get("A").getQuantities(0).getOnHand()).isEqualTo(7);
    assertThat(grpc.cores().stock.get("A").getQuantities(0).getPlaceId()).isEqualTo("main");
    assertThat(grpc.cores().stock.get("B").getStatus())
        .isEqualTo(StockStatus.STOCK_STATUS_OUT_OF_STOCK);
  }

  private ImportSummary importProducts(FeedFile feed) {
    return new Importer(grpc.clients(), listener).importProducts(feed, Optional.empty());
  }

  private static FeedFile products(int count) {
    return FeedFiles.products(IntStream.rangeClosed(1, count).mapToObj(i -> "P" + i).toList());
  }
}
