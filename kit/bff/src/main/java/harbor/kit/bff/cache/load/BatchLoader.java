package harbor.kit.bff.cache.load;

import harbor.kit.client.BatchLoad;
import io.grpc.Context;
import io.grpc.Status;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch load: waits until all loads of one read know whether they need the service, and asks it
 * for all that do in as few calls as may be. Thread-safe.
 */
final class BatchLoader<A> implements Loader<A> {
  private final BatchLoad<A> batch;
  private final Loader<A> single;
  private final Set<String> undecided = new HashSet<>();
  private final Map<String, Wanted<A>> wanted = new LinkedHashMap<>();

  private record Wanted<A>(Supplier<Context> sent, CompletableFuture<A> answer) {}

  /**
   * Of no load yet.
   *
   * @param single asks for one that needs the service only later
   */
  BatchLoader(BatchLoad<A> batch, Loader<A> single) {
    this.batch = batch;
    this.single = single;
  }

  /** One more load; before any of them has started. */
  synchronized void expects(String id) {
    undecided.add(id);
  }

  @Override
  public CompletableFuture<A> ask(String id) {
    return ask(id, Context::current);
  }

  @Override
  public CompletableFuture<A> ask(String id, Supplier<Context> sent) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    boolean isAlone;
    List<String> all = List.of();
    synchronized (this) {
      isAlone = !undecided.remove(id);
      if (!isAlone) {
        wanted.put(id, new Wanted<>(sent, answer));
        all = wantedWhenAllKnow();
      }
    }
    if (isAlone) {
      return single.ask(id, sent);
    }
    sendAll(all);
    return answer;
  }

  @Override
  public void passes(String id) {
    List<String> all;
    synchronized (this) {
      if (!undecided.remove(id)) {
        return;
      }
      all = wantedWhenAllKnow();
    }
    sendAll(all);
  }

  /** Under the lock of the decision, so that only the last of them sends. */
  private List<String> wantedWhenAllKnow() {
    return undecided.isEmpty() ? List.copyOf(wanted.keySet()) : List.of();
  }

  private void sendAll(List<String> ids) {
    for (int from = 0; from < ids.size(); from += batch.max()) {
      send(ids.subList(from, Math.min(from + batch.max(), ids.size())));
    }
  }

  private void send(List<String> ids) {
    Context within = Context.current();
    for (String id : ids) {
      within = wanted(id).sent().get();
    }
    CompletableFuture<Map<String, A>> sent;
    Context outer = within.attach();
    try {
      sent = batch.load().apply(ids);
    } catch (RuntimeException | Error e) {
      sent = CompletableFuture.failedFuture(e);
    } finally {
      within.detach(outer);
    }
    var _ = sent.whenComplete((answers, failure) -> ids.forEach(id -> end(id, answers, failure)));
  }

  private Wanted<A> wanted(String id) {
    Wanted<A> known = wanted.get(id);
    if (known == null) {
      throw new IllegalStateException("id: " + id + " (expected: one that was asked for)");
    }
    return known;
  }

  private void end(String id, @Nullable Map<String, A> answers, @Nullable Throwable failure) {
    CompletableFuture<A> answer = wanted(id).answer();
    A found = answers == null ? null : answers.get(id);
    if (found != null) {
      answer.complete(found);
    } else {
      answer.completeExceptionally(
          failure != null
              ? failure
              : Status.NOT_FOUND.withDescription("Left out of a batch").asRuntimeException());
    }
  }
}
