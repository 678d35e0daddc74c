package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.Visits.Visit;
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

/** Things change at their source while two processes are asked for them. */
final class Changes {
  /** In which the stream of changes brings one to the first process, and to the second. */
  static final List<Duration> HEARD_AFTER = List.of(ofMillis(1), ofMillis(5));

  /** In which the service answers. */
  static final Duration LOAD = ofMillis(10);

  static final Duration FRESH = ofSeconds(30);

  /** The TTL while the stream is not connected. */
  static final Duration DISCONNECTED = ofSeconds(5);

  private static final String STREAM = "things";
  private static final int PER_SECOND = 2_000;
  private static final int THINGS = 20;
  private static final Duration WARM = ofSeconds(5);
  private static final Duration CUT = ofSeconds(6);
  private static final Duration LENGTH = ofSeconds(40);

  /** What is done about it: a column. */
  enum Defence {
    LIFETIME("lifetime only"),
    NAIVE_INVALIDATION("naive invalidation"),
    ALL("all on"),
    STORE_SILENT("all on, the store silent"),
    CUT("all on, one stream cut"),
    CUT_UNNOTICED("one stream cut and nobody notices");

    final String label;

    Defence(String label) {
      this.label = label;
    }

    private boolean isCut() {
      return this == CUT || this == CUT_UNNOTICED;
    }
  }

  /**
   * What came of it.
   *
   * @param lastOld how long after a change somebody was last given what was true before it, and had
   *     asked after it
   * @param old how many had asked after a change and were given what was true before it
   */
  record Figures(Duration lastOld, long old, Visits visits) {}

  /** From then on what was said before of this thing is old. */
  private record Change(String id, int version, Duration at) {}

  private final Defence defence;
  private final VirtualTime time = new VirtualTime();
  private final CacheRun run = new CacheRun(time);
  private final Origin origin = Origin.steady(time, LOAD);
  private final List<Caches> processes = new ArrayList<>();
  private final List<NaiveCache> naive = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  private Changes(Defence defence) {
    this.defence = defence;
  }

  static Figures run(Defence defence) {
    return new Changes(defence).run();
  }

  private Figures run() {
    start();
    if (defence == Defence.CUT) {
      var _ =
          time.after(
              CUT,
              () ->
                  processes.getFirst().listener(STREAM).disconnectedSince(run.millis.getAsLong()));
    }
    if (defence == Defence.STORE_SILENT) {
      var _ = time.after(WARM, () -> run.store.becomes(FakeSharedStore.State.SILENT));
      var _ =
          time.after(WARM.plus(ofSeconds(2)), () -> run.store.becomes(FakeSharedStore.State.UP));
    }
    for (int i = 0; i < THINGS; i++) {
      String id = Zipf.key(i);
      Duration at = CUT.plus(ofMillis(7L * i));
      // the second one comes when what the first one invalidated is being loaded
      var _ = time.after(at, () -> change(id));
      var _ = time.after(at.plus(ofMillis(6)), () -> change(id));
    }
    run.askEvenly(PER_SECOND, LENGTH, i -> Zipf.key(i / 2 % THINGS));
    return figures();
  }

  private void start() {
    Map<String, Entry<StringValue>> shared = new HashMap<>();
    for (int i = 0; i < HEARD_AFTER.size(); i++) {
      switch (defence) {
        case NAIVE_INVALIDATION -> {
          EarlyRefresh early = new EarlyRefresh(1, new SplittableRandom(1));
          NaiveCache cache = new NaiveCache(shared, FRESH, early, origin::ask, run.millis, true);
          naive.add(cache);
          run.process(cache::get);
        }
        case LIFETIME, ALL, STORE_SILENT, CUT, CUT_UNNOTICED -> {
          CachePolicy policy = CachePolicy.of("test.thing").ttl(FRESH).jitter(0).shared();
          Caches caches =
              run.process(
                  defence == Defence.LIFETIME ? policy : policy.invalidatedBy(STREAM),
                  Optional.of(run.store),
                  origin::ask);
          caches.listener(STREAM).subscribed();
          processes.add(caches);
        }
      }
    }
  }

  private void change(String id) {
    changes.add(new Change(id, origin.change(id), time.now()));
    for (int i = 0; i < HEARD_AFTER.size(); i++) {
      int process = i;
      if (!(defence.isCut() && process == 0)) {
        var _ = time.after(HEARD_AFTER.get(process), () -> heard(process, id));
      }
    }
  }

  private void heard(int process, String id) {
    if (defence == Defence.NAIVE_INVALIDATION) {
      naive.get(process).invalidate(id);
    } else {
      processes.get(process).listener(STREAM).changed(List.of(id));
    }
  }

  private Figures figures() {
    Map<String, List<Change>> byId = new HashMap<>();
    changes.forEach(each -> byId.computeIfAbsent(each.id(), _ -> new ArrayList<>()).add(each));
    Duration last = Duration.ZERO;
    long old = 0;
    for (Visit visit : run.visits.all()) {
      Duration since = oldSince(visit, byId.getOrDefault(visit.id(), List.of()));
      if (since.isPositive()) {
        old++;
        last = since.compareTo(last) > 0 ? since : last;
      }
    }
    return new Figures(last, old, run.visits);
  }

  /** How long before the answer that changed which was not in it, if they asked after that. */
  private static Duration oldSince(Visit visit, List<Change> changes) {
    return changes.stream()
        .filter(change -> visit.said() != null && visit.said().version() < change.version())
        .filter(change -> visit.at().compareTo(change.at()) > 0)
        .map(change -> visit.endedAt().minus(change.at()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
