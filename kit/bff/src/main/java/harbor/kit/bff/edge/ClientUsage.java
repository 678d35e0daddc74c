package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.input.ClientVersion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts which version of which client asks which route, as the header {@code X-Client} says it:
 * {@code app/3.2.1}. So whether a route may go is a figure. Thread-safe.
 *
 * <p>Metric {@code harbor.client.requests} with the tags {@code route}, {@code client} and {@code
 * version}. Anybody may send anything: beyond {@value #MAX_CLIENTS} clients with their versions,
 * and where the header makes no sense, it is {@code other}; without it {@code none}. What a shared
 * cache answers does not come here.
 */
final class ClientUsage {
  static final int MAX_CLIENTS = 100;

  private static final AsciiString HEADER = HttpHeaderNames.of(ClientVersion.HEADER);
  private static final ClientVersion NONE = new ClientVersion("none", "none");
  private static final ClientVersion OTHER = new ClientVersion("other", "other");

  private final MeterRegistry metrics;
  private final Set<ClientVersion> known = ConcurrentHashMap.newKeySet();
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

  private record Series(String route, ClientVersion client) {}

  ClientUsage(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** The same service, counted. */
  HttpService of(Route<?, ?> route, HttpService service) {
    String name = route.method() + " " + route.path();
    return new SimpleDecoratingHttpService(service) {
      @Override
      public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        count(name, request.headers().get(HEADER));
        return unwrap().serve(ctx, request);
      }
    };
  }

  void count(String route, @Nullable String header) {
    counters.computeIfAbsent(new Series(route, client(header)), this::counter).increment();
  }

  private ClientVersion client(@Nullable String header) {
    return header == null
        ? NONE
        : ClientVersion.parse(header)
            .filter(client -> known.contains(client) || isNew(client))
            .orElse(OTHER);
  }

  private synchronized boolean isNew(ClientVersion client) {
    if (known.size() < MAX_CLIENTS) {
      known.add(client);
    }
    return known.contains(client);
  }

  private Counter counter(Series series) {
    return Counter.builder("harbor.client.requests")
        .description("Requests by the client's own name and version")
        .tag("route", series.route())
        .tag("client", series.client().name())
        .tag("version", series.client().version())
        .register(metrics);
  }
}
