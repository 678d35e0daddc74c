package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresPriceStoreIT extends PriceStoreContract {
  private final Telemetry telemetry = Telemetry.recording("pricing", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("pricing"), telemetry);

  @Override
  PriceStore open(InstantSource clock) {
    return new PostgresPriceStore(database, new Outbox(telemetry));
  }

  @Override
  void setTime() {
    database.write(handle -> handle.execute(ShopTime.is(clock.instant().toString())));
  }

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void history_holdsEachChangeOnce_andNoneWithoutAChange() {
    for (long price : new long[] {100, 100, 90, 90, 100}) {
      store.put(List.of(regular("a", price)));
    }

    List<String> history =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT current_minor || ' '
                          || coalesce(lead(valid_from) OVER w = valid_until, false)
                        FROM price_history WINDOW w AS (ORDER BY valid_from)
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(history).containsExactly("100 true", "90 true", "100 false");
  }

  @Test
  void put_neitherDeadlocksNorLosesAChange_whenImportsMeet() throws Exception {
    List<String> ids = IntStream.range(0, 40).mapToObj(i -> "p" + i).toList();
    List<Callable<List<Boolean>>> imports =
        IntStream.range(0, 24).mapToObj(i -> (Callable<List<Boolean>>) () -> put(ids, i)).toList();

    long written = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<Boolean>> done : threads.invokeAll(imports)) {
        written += done.get().size();
      }
    }

    assertThat(count("SELECT count(*) FROM price_history")).isEqualTo(written);
    assertThat(count("SELECT sum(version) FROM prices")).isEqualTo(written);
    assertThat(count("SELECT count(*) FROM price_history WHERE valid_until IS NULL")).isEqualTo(40);
  }

  private List<Boolean> put(List<String> ids, int round) {
    List<String> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(round));
    return store.put(shuffled.stream().map(id -> regular(id, 1 + round)).toList());
  }

  private long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
