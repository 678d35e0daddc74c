package harbor.kit.bff.events;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.events.TestClient.Event;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.watch.ChangeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page is read, a stream opened, dropped and opened again while things change: at all times. */
class TimingsTest {
  private static final int TIMINGS = 1_000;
  private static final int CONNECTIONS = 4;

  private final VirtualTime time = new VirtualTime();

  static IntStream seeds() {
    return IntStream.range(0, TIMINGS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lastState_alwaysArrives_noneTwice_andNoneOlderAfterANewer(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScriptedSource stock =
        new ScriptedSource(time, "inventory.stock")
            .takes(() -> upTo(random, 200), () -> upTo(random, 20));
    TestInstance[] bffs = {new TestInstance(time, stock), new TestInstance(time, stock)};
    stock.change("lamp");
    for (int i = 0; i < 12; i++) {
      var _ = time.after(upTo(random, 4_000), () -> stock.change("lamp"));
      var _ = time.after(upTo(random, 4_000), () -> stock.change("other"));
    }
    if (random.nextBoolean()) {
      var _ = time.after(upTo(random, 4_000), stock::resets);
    }
    if (random.nextBoolean()) {
      Duration down = upTo(random, 3_000);
      var _ = time.after(down, stock::goesDown);
      var _ = time.after(down.plus(upTo(random, 1_000)), stock::comesUp);
    }
    List<TestClient> connections = new ArrayList<>();
    Optional<String> lastId = Optional.empty();
    int page;
    for (int i = 0; i < CONNECTIONS; i++) {
      time.advance(upTo(random, 600));
      page = stock.version("lamp");
      time.advance(random.nextBoolean() ? Duration.ZERO : upTo(random, 300));
      TestClient client = TestClient.fast();
      connections.add(client);
      bffs[random.nextInt(2)].connect(
          client, random.nextInt(3) == 0 ? Optional.empty() : lastId, "lamp");
      boolean isLast = i == CONNECTIONS - 1;
      time.advance(isLast ? ofSeconds(60) : upTo(random, 800));
      assertRising(client, page);
      if (!isLast) {
        client.leaves();
      }
      lastId = client.lastId().isPresent() ? client.lastId() : lastId;
    }

    assertThat(seen(connections)).isEqualTo(stock.version("lamp"));
  }

  /** The counter-test: who reads first, listens then, and reads again as it is told. */
  @Test
  void naiveStream_losesTheLastState_andGoesBackwards() {
    int lost = 0;
    int backwards = 0;
    for (int seed = 0; seed < TIMINGS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ScriptedSource stock =
          new ScriptedSource(time, "inventory.stock")
              .takes(() -> upTo(random, 200), () -> upTo(random, 20));
      for (int i = 0; i < 12; i++) {
        var _ = time.after(upTo(random, 400), () -> stock.change("lamp"));
      }
      List<Integer> shown = new ArrayList<>();
      time.advance(upTo(random, 400));
      Runnable read =
          () -> {
            var _ =
                stock
                    .source()
                    .read(List.of("lamp"))
                    .thenAccept(states -> shown.add(states.getOrDefault("lamp", 0)));
          };
      read.run();
      time.advance(ofMillis(50));
      stock.source().listen(new OnChange(read));
      time.advance(ofSeconds(60));
      lost += shown.getLast() == stock.version("lamp") ? 0 : 1;
      backwards += shown.equals(shown.stream().sorted().toList()) ? 0 : 1;
    }

    assertThat(lost).isPositive();
    assertThat(backwards).isPositive();
  }

  private record OnChange(Runnable read) implements ChangeListener {
    @Override
    public void changed(Collection<String> ids) {
      read.run();
    }
  }

  /** Versions rise, from what the page has said; a state that is not known is no version. */
  private static void assertRising(TestClient client, int page) {
    List<Integer> versions = versions(client);
    assertThat(versions).isSorted().doesNotHaveDuplicates();
    assertThat(versions).allMatch(version -> version >= page);
  }

  private static int seen(List<TestClient> connections) {
    return connections.stream()
        .flatMap(client -> versions(client).stream())
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow();
  }

  private static List<Integer> versions(TestClient client) {
    return client.events().stream()
        .map(Event::versions)
        .filter(version -> !version.equals("?"))
        .map(Integer::valueOf)
        .toList();
  }

  private static Duration upTo(SplittableRandom random, int millis) {
    return ofMillis(random.nextInt(millis + 1));
  }
}
