package harbor.kit.bff.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads that are not remembered: every one asks the service.
 *
 * @param batch asks for many at once; null when that cannot be
 */
record Uncached<A>(Loader<A> service, @Nullable Batch<A> batch) implements Reads<A> {
  @Override
  public CompletableFuture<A> get(String id) {
    return service.ask(id);
  }

  @Override
  public CompletableFuture<Map<String, A>> getAll(Collection<String> ids) {
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(ids));
    Map<String, CompletableFuture<A>> answers = new LinkedHashMap<>();
    Loader<A> loader = service;
    if (batch != null) {
      Gathering<A> gathering = new Gathering<>(batch, service);
      distinct.forEach(gathering::expects);
      loader = gathering;
    }
    for (String id : distinct) {
      answers.put(id, loader.ask(id));
    }
    return Together.allOf(answers);
  }
}
