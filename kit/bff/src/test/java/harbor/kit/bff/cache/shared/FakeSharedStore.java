package harbor.kit.bff.cache.shared;

import harbor.kit.bff.plan.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A shared store in {@link VirtualTime}: acts when a command arrives, half of {@link #ROUND_TRIP}
 * after it was sent, and answers after the other half. Used by one thread.
 */
public final class FakeSharedStore implements SharedStore {
  public static final Duration ROUND_TRIP = Duration.ofMillis(2);

  /** After which a silent one has failed. */
  public static final Duration VERDICT = Duration.ofSeconds(1);

  private final VirtualTime time;
  private final Map<String, Kept<byte[]>> values = new HashMap<>();
  private final Map<String, Kept<String>> leases = new HashMap<>();
  private final List<String> commands = new ArrayList<>();
  private State state = State.UP;
  private Duration roundTrip = ROUND_TRIP;

  /** How it is. */
  public enum State {
    UP,
    /** Refuses whatever is asked. */
    DOWN,
    /** Says nothing until its clients give up. */
    SILENT,
    /** Reads, and refuses to write. */
    FULL
  }

  private record Kept<T>(T what, Duration until) {}

  public FakeSharedStore(VirtualTime time) {
    this.time = time;
  }

  /** From now on it is like this. */
  public void becomes(State other) {
    state = other;
  }

  /** From now on an answer takes so long; half of that is the way there. */
  public void answersAfter(Duration time) {
    roundTrip = time;
  }

  /** Loses everything. */
  public void flush() {
    values.clear();
    leases.clear();
  }

  /** Puts these bytes under every key that it has. */
  public void fillWith(byte[] garbage) {
    values.replaceAll((_, kept) -> new Kept<>(garbage, kept.until()));
  }

  /** The keys of the values that it has. */
  public List<String> keys() {
    return values.keySet().stream().sorted().toList();
  }

  /** What it was asked, in this order. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return answer("get", false, () -> there(values, key));
  }

  @Override
  public CompletableFuture<Boolean> lease(String key, String holder, Duration lasts) {
    return answer(
        "lease",
        true,
        () -> {
          if (there(leases, key).isPresent()) {
            return false;
          }
          leases.put(key, new Kept<>(holder, time.now().plus(lasts)));
          return true;
        });
  }

  @Override
  public CompletableFuture<Boolean> put(String key, String holder, byte[] value, Duration lasts) {
    return answer(
        "put",
        true,
        () -> {
          if (!there(leases, key).equals(Optional.of(holder))) {
            return false;
          }
          values.put(key, new Kept<>(value, time.now().plus(lasts)));
          leases.remove(key);
          return true;
        });
  }

  @Override
  public CompletableFuture<?> release(String key, String holder) {
    return answer(
        "release",
        false,
        () -> there(leases, key).equals(Optional.of(holder)) && leases.remove(key) != null);
  }

  @Override
  public CompletableFuture<?> invalidate(Collection<String> keys) {
    return answer(
        "invalidate",
        false,
        () -> {
          values.keySet().removeAll(keys);
          leases.keySet().removeAll(keys);
          return true;
        });
  }

  private <T> Optional<T> there(Map<String, Kept<T>> kept, String key) {
    return Optional.ofNullable(kept.get(key))
        .filter(value -> value.until().compareTo(time.now()) > 0)
        .map(Kept::what);
  }

  private <T> CompletableFuture<T> answer(String command, boolean isWrite, Supplier<T> act) {
    commands.add(command);
    CompletableFuture<T> answer = new CompletableFuture<>();
    Duration half = roundTrip.dividedBy(2);
    var _ =
        time.after(
            half,
            () -> {
              boolean isRefused = state == State.DOWN || (state == State.FULL && isWrite);
              if (state == State.SILENT) {
                var _ = time.after(VERDICT, () -> fail(answer));
              } else if (isRefused) {
                var _ = time.after(half, () -> fail(answer));
              } else {
                T result = act.get();
                var _ = time.after(half, () -> answer.complete(result));
              }
            });
    return answer;
  }

  private static void fail(CompletableFuture<?> answer) {
    answer.completeExceptionally(new IllegalStateException("The store does not answer"));
  }
}
