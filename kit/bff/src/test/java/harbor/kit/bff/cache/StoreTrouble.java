package harbor.kit.bff.cache;

import static java.time.Duration.ofSeconds;

import harbor.kit.bff.cache.shared.FakeSharedStore;
import harbor.kit.bff.cache.shared.FakeSharedStore.State;
import harbor.kit.bff.cache.shared.SharedStore;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.CachePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Two processes under realistic traffic, and something is wrong with the store that they share. */
final class StoreTrouble {
  static final Duration BEGIN = ofSeconds(15);
  static final Duration END = ofSeconds(30);
  static final Duration LENGTH = ofSeconds(45);
  static final int PER_SECOND = 2_000;
  static final CachePolicy POLICY =
      CachePolicy.of("test.thing").ttl(ofSeconds(5)).staleIfError(ofSeconds(60)).shared();

  /** What is wrong: a column. */
  enum Kind {
    NOTHING("undisturbed"),
    KILLED("killed"),
    SILENT("silent"),
    FULL("full"),
    FLUSHED("flushed every second"),
    GARBAGE("answers garbage");

    final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /**
   * What came of it.
   *
   * @param calls to the service
   * @param callsMeanwhile those of them while something was wrong
   */
  record Figures(long calls, long callsMeanwhile, Visits visits) {}

  private StoreTrouble() {}

  static Figures run(Kind kind) {
    VirtualTime time = new VirtualTime();
    CacheRun run = new CacheRun(time);
    Origin origin = Origin.usual(time, _ -> false);
    Garbling garbling = new Garbling(run.store);
    for (int i = 0; i < 2; i++) {
      run.process(POLICY, Optional.of(garbling), origin::ask);
    }
    var _ = time.after(BEGIN, () -> begin(kind, run.store, garbling, time));
    var _ = time.after(END, () -> end(kind, run.store, garbling));
    Zipf keys = new Zipf();
    run.askEvenly(PER_SECOND, LENGTH, _ -> keys.next());
    return new Figures(origin.calls().size(), origin.calls(BEGIN, END), run.visits);
  }

  private static void begin(Kind kind, FakeSharedStore store, Garbling garbling, VirtualTime time) {
    switch (kind) {
      case NOTHING -> {}
      case KILLED -> store.becomes(State.DOWN);
      case SILENT -> store.becomes(State.SILENT);
      case FULL -> store.becomes(State.FULL);
      case FLUSHED -> flush(store, time);
      case GARBAGE -> garbling.isOn = true;
    }
  }

  private static void end(Kind kind, FakeSharedStore store, Garbling garbling) {
    store.becomes(State.UP);
    garbling.isOn = false;
    if (kind == Kind.KILLED) {
      store.flush();
    }
  }

  private static void flush(FakeSharedStore store, VirtualTime time) {
    if (time.now().compareTo(END) < 0) {
      store.flush();
      var _ = time.after(ofSeconds(1), () -> flush(store, time));
    }
  }

  /** While it is on, whatever is there is garbage. */
  private static final class Garbling implements SharedStore {
    private static final byte[] GARBAGE = {1, 1, 2, 3, 5, 8, 13, 21, 34, 55};

    private final SharedStore store;
    private boolean isOn;

    Garbling(SharedStore store) {
      this.store = store;
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return store.get(key).thenApply(value -> isOn ? value.map(_ -> GARBAGE.clone()) : value);
    }

    @Override
    public CompletableFuture<Boolean> lease(String key, String holder, Duration time) {
      return store.lease(key, holder, time);
    }

    @Override
    public CompletableFuture<Boolean> put(String key, String holder, byte[] value, Duration time) {
      return store.put(key, holder, value, time);
    }

    @Override
    public CompletableFuture<?> release(String key, String holder) {
      return store.release(key, holder);
    }

    @Override
    public CompletableFuture<?> invalidate(Collection<String> keys) {
      return store.invalidate(keys);
    }
  }
}
