package harbor.kit.client;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks answers up in the service itself, every time.
 *
 * @param one asks for one
 * @param batch asks for many at once; null when the service cannot
 */
public record Direct<A>(Function<String, CompletableFuture<A>> one, @Nullable BatchLoad<A> batch)
    implements ById<A> {
  @Override
  public CompletableFuture<A> get(String id) {
    return one.apply(id);
  }

  @Override
  public CompletableFuture<Map<String, A>> getAll(Collection<String> ids) {
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(ids));
    List<CompletableFuture<Map<String, A>>> asked = new ArrayList<>();
    if (batch == null) {
      distinct.forEach(id -> asked.add(found(id)));
    } else {
      for (int from = 0; from < distinct.size(); from += batch.max()) {
        asked.add(
            batch
                .load()
                .apply(distinct.subList(from, Math.min(from + batch.max(), distinct.size()))));
      }
    }
    CompletableFuture<Map<String, A>> all =
        CompletableFuture.completedFuture(new LinkedHashMap<>());
    for (CompletableFuture<Map<String, A>> some : asked) {
      all =
          all.thenCombine(
              some,
              (map, more) -> {
                map.putAll(more);
                return map;
              });
    }
    return all;
  }

  private CompletableFuture<Map<String, A>> found(String id) {
    return one.apply(id)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return Map.of(id, answer);
              }
              if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
                return Map.of();
              }
              throw failure instanceof CompletionException known
                  ? known
                  : new CompletionException(failure);
            });
  }
}
