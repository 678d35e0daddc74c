package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.client.CoresExtension;
import harbor.importer.feed.StockFeed;
import harbor.importer.progress.ImportSummary;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.FeedFiles;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Counted stock beside the feed, before it, behind it, and without it. */
class StockImportTest {
  private static final String FEED =
      """
      id\ttitle\tprice\tavailability\tmin_handling_time\tmax_handling_time\tavailability_date
      A\ta\t1 EUR\tout of stock\t1\t2
      B\tb\t1 EUR\tin stock\t1\t2
      C\tc\t1 EUR\tpreorder\t1\t2\t2026-03-01
      D\td\t1 EUR\tin stock\t1\t2
      """;

  private static final String STOCK =
      """
      product_id,place_id,on_hand
      C,berlin,9
      A,berlin,3
      A,paris,4
      B,berlin,0
      X,berlin,1
      """;

  @RegisterExtension private final CoresExtension grpc = new CoresExtension();

  private final RecordingListener listener = new RecordingListener();

  @Test
  void importProducts_takesCountsOverWhatTheFeedSays() {
    importer()
        .importProducts(
            FeedFiles.text("feed.tsv", FEED), Optional.of(FeedFiles.text("stock.csv", STOCK)));

    assertStock();
    assertThat(grpc.cores().stock.batches()).containsExactly(4);
    assertThat(listener.refusals())
        .containsExactly(
            "stock.csv 6: product_id 'X' is not in the catalogue; import the product first");
    assertThat(listener.said).contains("stock.csv: 3 products took their stock with their row");
  }

  @Test
  void importStock_alone_reachesTheSameStock() {
    importer().importProducts(FeedFiles.text("feed.tsv", FEED), Optional.empty());

    ImportSummary summary = importer().importStock(FeedFiles.text("stock.csv", STOCK));

    assertStock();
    assertThat(summary.refused()).isEqualTo(1);
  }

  @Test
  void badRows_areSkippedWithTheirLine() {
    importer().importProducts(FeedFiles.text("feed.tsv", FEED), Optional.empty());

    importer()
        .importStock(
            FeedFiles.text(
                "stock.csv",
                """
                product_id,place_id,on_hand
                A,berlin,3
                A,rome,-1
                A,berlin,4
                A,paris,
                B,berlin,5
                """));

    assertThat(listener.refusals())
        .containsExactly(
            "stock.csv 3: on_hand '-1' is not a whole number from 0 to 1000000000; correct it",
            "stock.csv 4: place_id 'berlin' stands twice for this product; the first row counts;"
                + " leave one out",
            "stock.csv 5: on_hand is empty; every row needs it");
    assertThat(quantities("A")).containsExactly("berlin 3");
    assertThat(quantities("B")).containsExactly("berlin 5");
  }

  @Test
  void window_neverHoldsMoreThanItsBound_andLosesNothing() throws IOException {
    StringBuilder stock = new StringBuilder("product_id,place_id,on_hand\n");
    IntStream.range(0, 100).forEach(i -> stock.append("P").append(i).append(",berlin,1\n"));
    RowCounts counts = new RowCounts("stock.csv", listener);
    try (StockWindow window =
        new StockWindow(
            StockFeed.open(FeedFiles.text("stock.csv", stock.toString()), _ -> {}), counts, 10)) {

      assertThat(window.take("P5")).isPresent();
      assertThat(window.take("P99")).isEmpty();
      assertThat(window.take("P0")).isPresent();
      assertThat(window.take("P0")).isEmpty();
      int left = 0;
      while (window.next().isPresent()) {
        left++;
      }

      assertThat(left).isEqualTo(98);
      assertThat(window.taken()).isEqualTo(2);
    }
  }

  private void assertStock() {
    StockRow a = grpc.cores().stock.get("A");
    assertThat(a.getStatus()).isEqualTo(StockStatus.STOCK_STATUS_AVAILABLE);
    assertThat(a.getMinHandlingDays()).isEqualTo(1);
    assertThat(a.getMaxHandlingDays()).isEqualTo(2);
    assertThat(quantities("A")).containsExactly("berlin 3", "paris 4");
    assertThat(grpc.cores().stock.get("B").getStatus())
        .isEqualTo(StockStatus.STOCK_STATUS_OUT_OF_STOCK);
    assertThat(quantities("B")).containsExactly("berlin 0");
    assertThat(grpc.cores().stock.get("C").getStatus())
        .isEqualTo(StockStatus.STOCK_STATUS_PREORDER);
    assertThat(grpc.cores().stock.get("C").getAvailableFrom().getSeconds())
        .isEqualTo(Instant.parse("2026-03-01T00:00:00Z").getEpochSecond());
    assertThat(quantities("C")).containsExactly("berlin 9");
    assertThat(grpc.cores().stock.get("D").getStatus())
        .isEqualTo(StockStatus.STOCK_STATUS_AVAILABLE);
    assertThat(quantities("D")).isEmpty();
    assertThat(grpc.cores().stock.rows()).doesNotContainKey("X");
  }

  private List<String> quantities(String productId) {
    return grpc.cores().stock.get(productId).getQuantitiesList().stream()
        .map(StockImportTest::quantity)
        .toList();
  }

  private static String quantity(PlaceQuantity quantity) {
    return quantity.getPlaceId() + " " + quantity.getOnHand();
  }

  private Importer importer() {
    return new Importer(grpc.clients(), listener);
  }
}
