package harbor.kit.bff.cache.load;

import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The answers of several loads. */
final class FoundAnswers {
  private FoundAnswers() {}

  /** All answers, without those that end in NOT_FOUND. */
  static <A> CompletableFuture<Map<String, A>> of(Map<String, CompletableFuture<A>> answers) {
    CompletableFuture<Map<String, A>> all =
        CompletableFuture.completedFuture(new LinkedHashMap<>());
    for (Map.Entry<String, CompletableFuture<A>> answer : answers.entrySet()) {
      CompletableFuture<Optional<A>> found =
          answer.getValue().thenApply(Optional::of).exceptionally(FoundAnswers::emptyIfNotThere);
      all =
          all.thenCombine(
              found,
              (map, value) -> {
                value.ifPresent(there -> map.put(answer.getKey(), there));
                return map;
              });
    }
    return all;
  }

  private static <A> Optional<A> emptyIfNotThere(Throwable failure) {
    if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
      return Optional.empty();
    }
    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
  }
}
