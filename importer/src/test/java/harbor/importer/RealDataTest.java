package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.feed.Detail;
import harbor.importer.feed.FeedOptions;
import harbor.importer.feed.OrderFeed;
import harbor.importer.feed.OrderHistory;
import harbor.importer.feed.PlaceFeed;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.ProductFeed;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import harbor.inventory.v1.Place;
import harbor.orders.v1.Order;
import harbor.recommendations.v1.OrderLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Real feeds are read to the last row. They are not part of the repository: HARBOR_REAL_DATA names
 * the folder that holds them.
 */
@EnabledIfEnvironmentVariable(
    named = RealDataTest.FOLDER,
    matches = ".+",
    disabledReason = "HARBOR_REAL_DATA names no folder with the real feeds")
class RealDataTest {
  static final String FOLDER = "HARBOR_REAL_DATA";

  @Test
  void gifts_areReadToTheLastRow() throws IOException {
    List<ProductData> gifts =
        good(ProductFeed.open(file("gifts.feed.tsv.gz"), FeedOptions.NONE, _ -> {}));

    assertThat(gifts).hasSize(3_791).allSatisfy(RealDataTest::withinContract);
  }

  @Test
  void computerParts_areReadToTheLastRow() throws IOException {
    List<ProductData> parts =
        good(ProductFeed.open(file("pc-parts.feed.tsv.gz"), FeedOptions.NONE, _ -> {}));

    assertThat(parts).hasSize(47_551).allSatisfy(RealDataTest::withinContract);
    assertThat(parts.stream().mapToLong(part -> part.attributes().details().size()).sum())
        .isEqualTo(583_825);
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(part.attributes().details())
                    .extracting(Detail::section)
                    .allMatch("Specifications"::equals));
  }

  @Test
  void orders_areReadToTheLastLine() throws IOException {
    Set<String> keys = new HashSet<>();

    List<OrderLine> lines =
        good(OrderFeed.open(file("gifts.orders.csv.gz"), FeedOptions.NONE, _ -> {}));

    assertThat(lines).hasSize(527_725);
    lines.forEach(line -> keys.add(OrderFeed.key(line)));
    assertThat(keys).hasSize(527_725);
    assertThat(lines.stream().map(OrderLine::getOrderId).distinct()).hasSize(19_773);
  }

  @Test
  void history_hasEveryLineInAnOrder() throws IOException {
    List<Order> orders = good(OrderHistory.open(file("gifts.orders.csv.gz"), FeedOptions.NONE));

    assertThat(orders).hasSize(19_773);
    assertThat(orders.stream().mapToInt(Order::getLinesCount).sum()).isEqualTo(527_725);
    assertThat(orders).extracting(Order::getCountry).contains("GB", "IE", "ZA", "ZZ");
  }

  @Test
  void places_areReadToTheLastRow() throws IOException {
    List<Place> places = good(PlaceFeed.open(file("stores.csv.gz"), _ -> {}));

    assertThat(places).hasSize(1_565);
  }

  private static FeedFile file(String name) throws IOException {
    return FeedFile.at(Path.of(System.getenv(FOLDER), name));
  }

  private static <T> List<T> good(RowReader<T> rows) throws IOException {
    List<T> values = new ArrayList<>();
    try (rows) {
      for (Optional<TableRow<T>> row = rows.next(); row.isPresent(); row = rows.next()) {
        switch (row.get()) {
          case TableRow.Invalid<T> bad ->
              throw new AssertionError("line " + bad.line() + ": " + bad.reason());
          case TableRow.Valid<T> good -> {
            assertThat(good.remarks()).isEmpty();
            values.add(good.value());
          }
        }
      }
    }
    return values;
  }

  private static void withinContract(ProductData product) {
    assertThat(product.id()).matches("[A-Za-z0-9._-]{1,64}");
    assertThat(product.texts().title()).hasSizeBetween(1, 200).doesNotContain("\"\"");
    assertThat(product.texts().shortTitle()).hasSizeBetween(1, 40);
    assertThat(product.identity().mpn()).hasSizeLessThanOrEqualTo(100);
    assertThat(product.identity().categoryPath()).hasSizeBetween(1, 6);
    assertThat(product.offer().list().getMinor()).isPositive();
    assertThat(product.attributes().details()).hasSizeLessThanOrEqualTo(100);
  }
}
