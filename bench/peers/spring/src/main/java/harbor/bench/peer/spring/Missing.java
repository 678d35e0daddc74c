package harbor.bench.peer.spring;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Names of the calls of one request that failed. */
final class Missing {
  private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();

  /** The answer; empty, and the name noted, when the call failed. */
  <T> Mono<Optional<T>> optional(String name, Mono<T> call) {
    return call.map(Optional::of)
        .onErrorResume(
            _ -> {
              names.add(name);
              return Mono.just(Optional.empty());
            });
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** An answer that tells the client. */
  <T> ResponseEntity<T> answer(T body) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (!names.isEmpty()) {
      answer.header("X-Degraded", String.join(", ", names));
    }
    return answer.body(body);
  }

  /** What the client gets when the product itself could not be had. */
  static Throwable failed(Throwable cause) {
    return new ResponseStatusException(
        Status.fromThrowable(cause).getCode() == Status.Code.NOT_FOUND
            ? HttpStatus.NOT_FOUND
            : HttpStatus.SERVICE_UNAVAILABLE);
  }
}
