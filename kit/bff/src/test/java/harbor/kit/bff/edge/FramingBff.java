package harbor.kit.bff.edge;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A BFF for {@link FramingCase}s: {@code /echo} says what it was sent, and {@code /things/{id}} are
 * counted.
 */
public final class FramingBff implements AutoCloseable {
  static final HttpService ECHO =
      (_, request) -> HttpResponse.of(request.aggregate().thenApply(FramingBff::echo));

  private final TestBff bff = TestBff.start(Map.of("/echo", ECHO));
  private final AtomicInteger things = new AtomicInteger();

  private FramingBff() {
    bff.screenDoes(
        (_, id) -> {
          things.incrementAndGet();
          return TestBff.ready(id);
        });
  }

  /** Starts one, which has answered before: what libraries say once no case provokes. */
  public static FramingBff start() throws IOException {
    FramingBff started = new FramingBff();
    RawHttp.request(started.port(), "GET", "/things/first");
    return started;
  }

  /** Where it listens. */
  public int port() {
    return bff.port();
  }

  /** How many things it was asked for so far. */
  public int things() {
    return things.get();
  }

  @Override
  public void close() {
    bff.close();
  }

  private static HttpResponse echo(AggregatedHttpRequest request) {
    return HttpResponse.of(ResponseHeaders.of(HttpStatus.OK, "x-echo", "true"), request.content());
  }
}
