package harbor.scripted;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that have come and not ended. Thread-safe. */
final class InFlight extends ServerStreamTracer.Factory {
  private final AtomicInteger now = new AtomicInteger();

  int now() {
    return now.get();
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    now.incrementAndGet();
    return new ServerStreamTracer() {
      @Override
      public void streamClosed(Status status) {
        now.decrementAndGet();
      }
    };
  }
}
