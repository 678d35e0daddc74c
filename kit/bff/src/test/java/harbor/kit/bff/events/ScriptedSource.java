package harbor.kit.bff.events;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.watch.ChangeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A service whose states are versions, in virtual time. Used by one thread. */
final class ScriptedSource {
  private final VirtualTime time;
  private final String name;
  private final List<ChangeListener> listeners = new ArrayList<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private final List<List<String>> reads = new ArrayList<>();

  /** How long a change takes to be told. */
  private Supplier<Duration> telling = () -> Duration.ofMillis(10);

  /** How long a read takes to reach the database, and its answer to come back. */
  private Supplier<Duration> way = () -> Duration.ofMillis(5);

  private Duration toldUntil = Duration.ZERO;
  private boolean isDown;
  private int position;

  ScriptedSource(VirtualTime time, String name) {
    this.time = time;
    this.name = name;
  }

  LiveSource<Integer> source() {
    return LiveSource.of(name, this::listen, this::read);
  }

  ScriptedSource takes(Supplier<Duration> toTell, Supplier<Duration> oneWay) {
    telling = toTell;
    way = oneWay;
    return this;
  }

  /** From now on every read fails. */
  void goesDown() {
    isDown = true;
  }

  void comesUp() {
    isDown = false;
  }

  int version(String key) {
    return versions.getOrDefault(key, 0);
  }

  /** What was read, a list a batch. */
  List<List<String>> reads() {
    return reads;
  }

  /** Changes a key, and tells it later; returns its version. */
  int change(String key) {
    return change(key, List.of());
  }

  /** The same, within these spans. */
  int change(String key, List<String> causes) {
    int version = changeUntold(key);
    String token = token(++position);
    Duration at = time.now().plus(telling.get());
    // in the order of the changes
    toldUntil = at.compareTo(toldUntil) > 0 ? at : toldUntil;
    var _ = time.after(toldUntil.minus(time.now()), () -> tell(token, List.of(key), causes));
    return version;
  }

  /** Changes a key, and nobody will ever tell: a reset has to. */
  int changeUntold(String key) {
    return versions.merge(key, 1, Integer::sum);
  }

  /** Tells that changes were missed. */
  void resets() {
    position += 1_000;
    listeners.forEach(
        listener -> {
          listener.reset();
          listener.upTo(token(position));
        });
  }

  /** Tells changes, or that there are none. */
  void tell(String token, List<String> keys) {
    tell(token, keys, List.of());
  }

  private void tell(String token, List<String> keys, List<String> causes) {
    for (ChangeListener listener : listeners) {
      if (!keys.isEmpty()) {
        listener.changed(keys, causes);
      }
      listener.upTo(token);
    }
  }

  String token() {
    return token(position);
  }

  private static String token(int position) {
    return "t" + position;
  }

  private void listen(ChangeListener listener) {
    listeners.add(listener);
    listener.subscribed();
    listener.upTo(token());
  }

  private CompletableFuture<Map<String, Integer>> read(Collection<String> keys) {
    reads.add(List.copyOf(keys));
    CompletableFuture<Map<String, Integer>> read = new CompletableFuture<>();
    var _ =
        time.after(
            way.get(),
            () -> {
              Map<String, Integer> found = new HashMap<>(versions);
              found.keySet().retainAll(keys);
              boolean fails = isDown;
              var _ =
                  time.after(
                      way.get(),
                      () -> {
                        if (fails) {
                          read.completeExceptionally(new IllegalStateException("down"));
                        } else {
                          read.complete(found);
                        }
                      });
            });
    return read;
  }
}
