package harbor.kit.bff.plan;

import harbor.kit.client.ErrorReason;
import harbor.kit.client.InvalidAnswer;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads off an exception why a call has no answer. */
final class Misses {
  private Misses() {}

  static Miss of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case InvalidAnswer refused -> Miss.of(refused);
      case StatusRuntimeException e ->
          Miss.of(e.getStatus().getCode(), ErrorReason.of(e), ErrorReason.details(e));
      case StatusException e ->
          Miss.of(e.getStatus().getCode(), ErrorReason.of(e), ErrorReason.details(e));
      case TimeoutException _ -> Miss.TIMEOUT;
      default -> Miss.ofBug(thrown);
    };
  }
}
