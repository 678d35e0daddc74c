package harbor.reviews;

import static harbor.reviews.Examples.review;
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

class PostgresReviewStoreIT extends ReviewStoreContract {
  private static final String WRONG_RATINGS =
      """
      SELECT count(*)
      FROM ratings r
      FULL JOIN (
        SELECT product_id, count(*) FILTER (WHERE stars = 1) AS stars_1,
               count(*) FILTER (WHERE stars = 2) AS stars_2,
               count(*) FILTER (WHERE stars = 3) AS stars_3,
               count(*) FILTER (WHERE stars = 4) AS stars_4,
               count(*) FILTER (WHERE stars = 5) AS stars_5
        FROM reviews WHERE moderation = 'APPROVED' GROUP BY product_id
      ) c USING (product_id)
      WHERE (coalesce(c.stars_1, 0), coalesce(c.stars_2, 0), coalesce(c.stars_3, 0),
             coalesce(c.stars_4, 0), coalesce(c.stars_5, 0))
        IS DISTINCT FROM (r.stars_1, r.stars_2, r.stars_3, r.stars_4, r.stars_5)
      """;

  private final Telemetry telemetry = Telemetry.recording("reviews", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("reviews"), telemetry);

  @Override
  ReviewStore open(InstantSource clock) {
    return new PostgresReviewStore(database, new Outbox(telemetry), clock);
  }

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void put_neitherDeadlocksNorLosesACount_whenImportsMeet() throws Exception {
    List<Callable<List<Boolean>>> imports =
        IntStream.range(0, 60)
            .mapToObj(i -> (Callable<List<Boolean>>) () -> store.put(shuffled(new Random(i))))
            .toList();

    long created = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<Boolean>> done : threads.invokeAll(imports)) {
        created += done.get().stream().filter(isNew -> isNew).count();
      }
    }

    assertThat(created).isEqualTo(count("SELECT count(*) FROM reviews"));
    assertThat(count(WRONG_RATINGS)).isZero();
  }

  @Test
  void recount_findsAWrongRating() {
    store.put(List.of(review("r1", "a", 5)));

    database.write(handle -> handle.execute("UPDATE ratings SET stars_1 = 1"));

    assertThat(count(WRONG_RATINGS)).isEqualTo(1);
  }

  /** Of 200 reviews of 10 products half, in any order, each saying anything. */
  private static List<Review> shuffled(Random random) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
    Collections.shuffle(numbers, random);
    return numbers.subList(0, 100).stream()
        .map(
            i ->
                review(
                    "r" + i,
                    "p" + random.nextInt(10),
                    1 + random.nextInt(5),
                    Examples.moderation(random)))
        .toList();
  }

  private long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
