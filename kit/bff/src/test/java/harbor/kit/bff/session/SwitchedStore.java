package harbor.kit.bff.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that a test takes down and brings back, and whose calls it counts. */
final class SwitchedStore implements SessionStore {
  final AtomicInteger calls = new AtomicInteger();
  volatile boolean isDown;

  /** Does what it is told, and then says that it does not know whether it did. */
  volatile boolean losesAnswers;

  private final SessionStore store;

  SwitchedStore(SessionStore store) {
    this.store = store;
  }

  @Override
  public CompletableFuture<Optional<Stored>> find(String handle) {
    return answer(() -> store.find(handle));
  }

  @Override
  public CompletableFuture<Boolean> put(Entry entry, long expected) {
    return answer(() -> store.put(entry, expected))
        .thenApply(
            isPut -> {
              if (losesAnswers) {
                throw new IllegalStateException("lost");
              }
              return isPut;
            });
  }

  @Override
  public CompletableFuture<Optional<Stored>> remove(String handle, List<String> groups) {
    return answer(() -> store.remove(handle, groups));
  }

  @Override
  public CompletableFuture<List<String>> group(String group) {
    return answer(() -> store.group(group));
  }

  @Override
  public CompletableFuture<Long> count() {
    return answer(store::count);
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public CompletableFuture<?> announce(String what) {
    return store.announce(what);
  }

  @Override
  public void listen(Listener listener) {
    store.listen(listener);
  }

  private <T> CompletableFuture<T> answer(Supplier<CompletableFuture<T>> call) {
    calls.incrementAndGet();
    return isDown ? CompletableFuture.failedFuture(new IllegalStateException("down")) : call.get();
  }
}
