package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.load.EarlyRefresh;
import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.cache.shared.FakeSharedStore;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.CachePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** One key that everybody wants expires, in two processes that share a cache. */
final class HotKey {
  private static final int PROCESSES = 2;
  private static final int CROWD = 10_000;
  private static final Duration LOAD = ofMillis(50);
  private static final Duration FRESH = ofSeconds(1);
  private static final int PER_SECOND = 1_000;
  private static final Duration LENGTH = ofSeconds(150);
  private static final long SEED = 2015;

  /** What is done about it: a column. */
  enum Defence {
    NAIVE("naive"),
    EARLY("XFetch alone"),
    FLIGHT("+ single flight"),
    ALL("all on"),
    STORE_DIES("all on, the store dies");

    final String label;

    Defence(String label) {
      this.label = label;
    }
  }

  /**
   * What came of it.
   *
   * @param loads calls to the service per expiry
   */
  record Figures(double loads, Visits visits) {}

  private final Defence defence;
  private final VirtualTime time = new VirtualTime();
  private final CacheRun run = new CacheRun(time);
  private final Origin origin = Origin.steady(time, LOAD);
  private final List<List<Duration>> calls = List.of(new ArrayList<>(), new ArrayList<>());

  private HotKey(Defence defence) {
    this.defence = defence;
    Map<String, Entry<StringValue>> shared = new HashMap<>();
    RandomGenerator random = new SplittableRandom(SEED);
    for (int i = 0; i < PROCESSES; i++) {
      int process = i;
      switch (defence) {
        case NAIVE, EARLY, FLIGHT -> {
          EarlyRefresh early = new EarlyRefresh(defence == Defence.NAIVE ? 0 : 1, random);
          boolean hasFlight = defence == Defence.FLIGHT;
          run.process(
              new NaiveCache(shared, FRESH, early, id -> ask(process, id), run.millis, hasFlight)
                  ::get);
        }
        case ALL, STORE_DIES -> {
          CachePolicy policy = CachePolicy.of("test.thing").ttl(FRESH).jitter(0).shared();
          run.process(policy, Optional.of(run.store), id -> ask(process, id));
        }
      }
    }
  }

  /** Nobody has asked for a while; then all come when it has just expired. */
  static Figures crowd(Defence defence) {
    HotKey of = new HotKey(defence);
    for (int process = 0; process < PROCESSES; process++) {
      of.run.ask(process, "lamp");
      of.time.advance(ofMillis(100));
    }
    of.time.advance(FRESH);
    of.fate();
    of.calls.forEach(List::clear);
    Duration begin = of.time.now();
    for (int i = 0; i < CROWD; i++) {
      of.run.ask(i % PROCESSES, "lamp");
    }
    of.time.advance(ofSeconds(1));
    return new Figures(of.allCalls().size(), of.run.visits.from(begin));
  }

  /** They keep coming at a constant rate, over many expiries. */
  static Figures stream(Defence defence) {
    HotKey of = new HotKey(defence);
    of.run.ask(0, "lamp");
    of.time.advance(ofMillis(100));
    of.fate();
    Duration begin = of.time.now();
    of.run.askEvenly(PER_SECOND, LENGTH, _ -> "lamp");
    return new Figures(of.loadsPerExpiry(), of.run.visits.from(begin));
  }

  private void fate() {
    if (defence == Defence.STORE_DIES) {
      run.store.becomes(FakeSharedStore.State.DOWN);
    }
  }

  private CompletableFuture<StringValue> ask(int process, String id) {
    calls.get(process).add(time.now());
    return origin.ask(id);
  }

  private List<Duration> allCalls() {
    return calls.stream().flatMap(List::stream).sorted().toList();
  }

  /** Of all processes; when they share nothing each has expiries of its own. */
  private double loadsPerExpiry() {
    return defence == Defence.STORE_DIES
        ? calls.stream().mapToDouble(HotKey::loadsPerExpiry).sum()
        : loadsPerExpiry(allCalls());
  }

  /** Loads that are closer together than half a lifetime are of one expiry. */
  private static double loadsPerExpiry(List<Duration> loads) {
    int expiries = 1;
    for (int i = 1; i < loads.size(); i++) {
      Duration gap = loads.get(i).minus(loads.get(i - 1));
      expiries += gap.compareTo(FRESH.dividedBy(2)) > 0 ? 1 : 0;
    }
    return (double) loads.size() / expiries;
  }
}
