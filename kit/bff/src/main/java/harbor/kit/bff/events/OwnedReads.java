package harbor.kit.bff.events;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import harbor.kit.bff.plan.Miss;
import harbor.kit.client.Caller;
import harbor.kit.client.ErrorReason;
import harbor.kit.client.identity.Identity;
import io.grpc.Context;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads states of keys {@code <subject> <id>}, each subject's by a call on their behalf: nobody
 * gets what a service does not give to them. Thread-safe.
 *
 * @param <S> the state
 */
public final class OwnedReads<S> implements LiveSource.Read<S> {
  private final Function<Collection<String>, CompletableFuture<List<S>>> read;
  private final Function<S, String> id;

  /**
   * Reads so.
   *
   * @param read several by their ids, on behalf of whoever the gRPC context names
   * @param id of a state
   */
  public OwnedReads(
      Function<Collection<String>, CompletableFuture<List<S>>> read, Function<S, String> id) {
    this.read = read;
    this.id = id;
  }

  @Override
  public CompletableFuture<Map<String, S>> of(Collection<String> keys) {
    Map<String, List<String>> idsOf =
        keys.stream()
            .collect(
                groupingBy(
                    key -> key.substring(0, key.indexOf(' ')),
                    mapping(key -> key.substring(key.indexOf(' ') + 1), toList())));
    Map<String, S> all = new HashMap<>();
    List<CompletableFuture<?>> reads = new ArrayList<>();
    idsOf.forEach(
        (subject, ids) ->
            reads.add(
                ofSubject(subject, ids)
                    .thenAccept(
                        states -> {
                          synchronized (all) {
                            states.forEach(
                                state -> all.put(subject + " " + id.apply(state), state));
                          }
                        })));
    return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenApply(_ -> all);
  }

  private CompletableFuture<List<S>> ofSubject(String subject, List<String> ids) {
    Caller caller = Caller.parse(subject).orElseThrow();
    Context context = Identity.of(caller).in(Context.current());
    Context before = context.attach();
    try {
      return read.apply(ids).exceptionallyCompose(OwnedReads::failed);
    } finally {
      context.detach(before);
    }
  }

  /** One who is refused has nothing there; the others still have theirs. */
  private static <S> CompletableFuture<List<S>> failed(Throwable failure) {
    Miss.Kind kind = Miss.Kind.of(Status.fromThrowable(failure).getCode(), ErrorReason.of(failure));
    return kind == Miss.Kind.INVALID || kind == Miss.Kind.NOT_FOUND
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.failedFuture(failure);
  }
}
