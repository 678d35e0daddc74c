package harbor.scripted;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call as it arrived at a scripted core service. Thread-safe. */
public final class Arrival {
  private final String method;
  private final Metadata headers;
  private final Message request;
  private final @Nullable Deadline deadline;
  private final AtomicBoolean abandoned = new AtomicBoolean();

  Arrival(String method, Metadata headers, Message request) {
    this.method = method;
    this.headers = headers;
    this.request = request;
    this.deadline = Context.current().getDeadline();
  }

  /** For instance {@code harbor.catalog.v1.CatalogService/GetProduct}. */
  public String method() {
    return method;
  }

  /** What was asked. */
  public Message request() {
    return request;
  }

  /** What {@code grpc-timeout} says, as it stands on the wire. */
  public Duration timeout() {
    String text = header("grpc-timeout");
    long amount = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'n' -> Duration.ofNanos(amount);
      case 'u' -> Duration.ofNanos(amount * 1_000);
      case 'm' -> Duration.ofMillis(amount);
      case 'S' -> Duration.ofSeconds(amount);
      case 'M' -> Duration.ofMinutes(amount);
      case 'H' -> Duration.ofHours(amount);
      default -> throw new IllegalStateException("grpc-timeout: " + text);
    };
  }

  /** The trace id of {@code traceparent}. */
  public String traceId() {
    return header("traceparent").split("-", -1)[1];
  }

  /** The value of {@code x-correlation-id}. */
  public String correlationId() {
    return header("x-correlation-id");
  }

  /** Whether the caller cancelled it before its deadline. */
  public boolean isAbandoned() {
    return abandoned.get();
  }

  void cancelled() {
    if (deadline == null || !deadline.isExpired()) {
      abandoned.set(true);
    }
  }

  private String header(String name) {
    String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    if (value == null) {
      throw new AssertionError(method + " arrived without " + name);
    }
    return value;
  }

  @Override
  public String toString() {
    return method + (isAbandoned() ? " (abandoned)" : "");
  }
}
