package harbor.recommendations;

import static harbor.recommendations.Examples.line;
import static harbor.recommendations.Examples.order;
import static harbor.recommendations.Examples.profile;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.recommendations.RebuildOutcome.AlreadyRunning;
import harbor.recommendations.RebuildOutcome.Rebuilt;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRecommendationStoreIT extends RecommendationStoreContract {
  private final Telemetry telemetry =
      Telemetry.recording("recommendations", InMemorySpanExporter.create());
  private final DatabaseSettings settings = TestDatabase.fresh("recommendations");
  private final Database database = Database.open(settings, telemetry);

  @Override
  RecommendationStore open(InstantSource clock) {
    return new PostgresRecommendationStore(database, clock);
  }

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void related_isWhatCountingInMemorySays_forRandomOrders() {
    FakeRecommendationStore fake = new FakeRecommendationStore();
    Random random = new Random(7);
    List<Profile> profiles = IntStream.range(0, 60).mapToObj(i -> random(i, random)).toList();
    List<OrderLine> lines =
        IntStream.range(0, 3_000)
            .mapToObj(
                i ->
                    line(
                        "o" + random.nextInt(300),
                        i + 1,
                        "p" + random.nextInt(60),
                        random.nextInt(10) == 0 ? -1 : 1))
            .toList();

    for (RecommendationStore each : List.of(fake, store)) {
      each.putProfiles(profiles);
      each.putOrderLines(lines);
    }

    assertThat(store.rebuildNeighbours()).isEqualTo(fake.rebuildNeighbours());
    for (Profile profile : profiles) {
      assertThat(store.related(profile.productId(), 50))
          .isEqualTo(fake.related(profile.productId(), 50));
    }
  }

  private static Profile random(int i, Random random) {
    List<String> words = List.of("red", "blue", "steel", "kettle", "pan", "large");
    String title =
        words.get(random.nextInt(6)) + " " + words.get(random.nextInt(6)) + " number" + i % 7;
    return profile(
        "p" + i,
        title,
        List.of("", "Acme", "Other").get(random.nextInt(3)),
        1 + random.nextInt(5_000),
        i % 5 == 0 ? "g" + i % 4 : "",
        "Home",
        List.of("Kitchen", "Bath").get(random.nextInt(2)));
  }

  @Test
  void rebuild_writesNothing_whenNothingChanged() {
    store.putOrderLines(order("o1", "a", "b"));
    store.putOrderLines(order("o2", "a", "b"));
    store.rebuildNeighbours();
    clock.advance(Duration.ofDays(1));

    store.rebuildNeighbours();

    assertThat(count("SELECT count(*) FROM neighbours WHERE version = 1")).isEqualTo(2);
  }

  @Test
  void rebuild_isRefused_whileAnotherIsUnderWay() {
    RebuildOutcome second =
        database.write(
            handle -> {
              assertThat(PostgresNeighbours.rebuild(handle, "2026-01-01T00:00:00Z"))
                  .isEqualTo(new Rebuilt(0, 0));
              return store.rebuildNeighbours();
            });

    assertThat(second).isEqualTo(new AlreadyRunning());
    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(0, 0));
  }

  @Test
  void readers_seeTheOldOrTheNewNeighbours_neverAMixOrNothing() throws Exception {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      store.putProfiles(List.of(profile(id, id, "", 1, "", "Only " + id)));
    }
    AtomicBoolean done = new AtomicBoolean();
    rebuildWith("b", "c");
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Set<Set<String>>> seen = reader.submit(() -> seenUntil(done));

      for (int i = 0; i < 20; i++) {
        rebuildWith("d", "e");
        rebuildWith("b", "c");
      }

      done.set(true);
      assertThat(Set.of(Set.of("b", "c"), Set.of("d", "e"))).containsAll(seen.get());
    }
  }

  private void rebuildWith(String one, String other) {
    store.putOrderLines(order("o1", "a", one, other));
    store.putOrderLines(order("o2", "a", one, other));
    store.rebuildNeighbours();
  }

  private Set<Set<String>> seenUntil(AtomicBoolean done) {
    Set<Set<String>> seen = new HashSet<>();
    while (!done.get()) {
      Set<String> ids = new HashSet<>();
      store.related("a", 10).forEach(related -> ids.add(related.productId()));
      seen.add(ids);
    }
    return seen;
  }

  @Test
  void imports_doNotDeadlock_whenTheyMeet() throws Exception {
    List<Callable<Integer>> imports =
        IntStream.range(0, 24).mapToObj(i -> (Callable<Integer>) () -> put(i)).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> done : threads.invokeAll(imports)) {
        assertThat(done.get()).isBetween(0, 200);
      }
    }

    assertThat(count("SELECT count(*) FROM profiles")).isEqualTo(100);
    assertThat(count("SELECT count(*) FROM order_lines")).isEqualTo(100);
  }

  private int put(int round) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
    Collections.shuffle(numbers, new Random(round));
    int written =
        store
            .putProfiles(
                numbers.stream().map(i -> profile("p" + i, "Kettle", "", 1 + round)).toList())
            .size();
    return written
        + store
            .putOrderLines(numbers.stream().map(i -> line("o", i + 1, "p" + i, 1 + round)).toList())
            .size();
  }

  private long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
