package harbor.bench.peer.armeria;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Names of the calls of one request that failed. */
final class Missing {
  private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();

  /** The answer; empty, and the name noted, when the call failed. */
  <T> CompletableFuture<Optional<T>> optional(String name, CompletableFuture<T> call) {
    return call.thenApply(Optional::of)
        .exceptionally(
            _ -> {
              names.add(name);
              return Optional.empty();
            });
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** Tells the client. */
  void tell(ServiceRequestContext ctx) {
    if (!names.isEmpty()) {
      ctx.setAdditionalResponseHeader("x-degraded", String.join(", ", names));
    }
  }

  /** What the client gets when the product itself could not be had. */
  static HttpStatusException failed(Throwable cause) {
    return HttpStatusException.of(
        Status.fromThrowable(cause).getCode() == Status.Code.NOT_FOUND
            ? HttpStatus.NOT_FOUND
            : HttpStatus.SERVICE_UNAVAILABLE);
  }
}
