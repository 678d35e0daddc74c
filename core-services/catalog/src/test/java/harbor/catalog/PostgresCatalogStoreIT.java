package harbor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.Product;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresCatalogStoreIT extends CatalogStoreContract {
  private final Telemetry telemetry = Telemetry.recording("catalog", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("catalog"), telemetry);
  private final CatalogStore store =
      new PostgresCatalogStore(database, new Outbox(telemetry), InstantSource.system());

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Override
  CatalogStore store() {
    return store;
  }

  @Test
  void write_addsTheCategory_andAllAboveIt_once() {
    store.write(
        List.of(
            product(ProductRows.least("a").addCategoryPath("Kitchen").addCategoryPath("Cups")),
            product(ProductRows.least("b").addCategoryPath("Kitchen"))));
    store.write(List.of(product(ProductRows.least("c").addCategoryPath("Garden"))));

    assertThat(
            texts(
                "SELECT array_to_string(path, '>') || ' under ' ||"
                    + " coalesce(array_to_string(parent, '>'), '-') FROM categories ORDER BY path"))
        .containsExactly(
            "Home under -",
            "Home>Garden under Home",
            "Home>Kitchen under Home",
            "Home>Kitchen>Cups under Home>Kitchen");
  }

  @Test
  void write_holdsTheLongestCategoryPath() {
    Product.Builder row = ProductRows.least("a").clearCategoryPath();
    // Random enough not to be compressed: the index entry is then as long as it can be.
    IntStream.range(0, 6).mapToObj(name -> name(new Random(name))).forEach(row::addCategoryPath);

    assertThat(store.write(List.of(product(row)))).containsExactly(true);
  }

  @Test
  void write_keepsTheAudit_whenNothingChanged() {
    store.write(List.of(product(ProductRows.full("a"))));
    String before = texts("SELECT updated_at::text FROM products").getFirst();

    store.write(List.of(product(ProductRows.full("a"))));

    assertThat(texts("SELECT updated_at::text FROM products")).containsExactly(before);
  }

  private static String name(Random random) {
    return random
        .ints(100, 0x1_0300, 0x1_F000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private List<String> texts(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
