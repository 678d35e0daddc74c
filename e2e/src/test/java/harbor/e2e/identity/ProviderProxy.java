package harbor.e2e.identity;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands where a provider should: it passes everything on, writes it down, and, where a test
 * says so, delays, rewrites or loses answers, refuses, is silent, or is not there. Thread-safe.
 */
final class ProviderProxy implements AutoCloseable {
  /** One request and what the client heard of it; status 0 when that was nothing. */
  record Exchange(String method, String path, String sent, int status, String received) {
    /** The path without a query. */
    String pathAlone() {
      return pathOf(path);
    }

    /** A field of the form that was sent. */
    Optional<String> field(String name) {
      return Optional.ofNullable(Form.fields(sent).get(name));
    }
  }

  private final int port;
  private final WebClient provider;
  private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> underWay = new ConcurrentLinkedQueue<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private @Nullable Server server;

  /** In front of a provider on loopback; listens at once. */
  ProviderProxy(int port, int provider) {
    this.port = port;
    this.provider =
        WebClient.builder("http://127.0.0.1:" + provider)
            .responseTimeout(Duration.ofSeconds(60))
            .maxResponseLength(16 * 1024 * 1024)
            .build();
    appear();
  }

  int port() {
    return port;
  }

  /** From now on, what is asked of paths with this end meets a fault. */
  void on(String pathEnd, Fault fault) {
    faults.put(pathEnd, fault);
  }

  /** From now on everything is passed on. */
  void heal() {
    faults.clear();
  }

  /** From now on everything is passed on; what was written down is forgotten. */
  void reset() {
    heal();
    exchanges.clear();
    appear();
  }

  /** Everything so far, in order of the answers. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** What was asked of paths with this end. */
  List<Exchange> exchanges(String pathEnd) {
    return exchanges.stream().filter(exchange -> exchange.pathAlone().endsWith(pathEnd)).toList();
  }

  /** How often tokens were asked for in this way, for instance {@code refresh_token}. */
  long tokenRequests(String grantType) {
    return exchanges("/token").stream()
        .filter(exchange -> exchange.field("grant_type").filter(grantType::equals).isPresent())
        .count();
  }

  /** How many requests to paths with this end are asked and not answered yet. */
  long underWay(String pathEnd) {
    return underWay.stream().filter(path -> path.endsWith(pathEnd)).count();
  }

  /** Connections are refused from now on. */
  synchronized void vanish() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Listens again. */
  synchronized void appear() {
    if (server == null) {
      server =
          Server.builder()
              .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .requestTimeout(Duration.ofMinutes(2))
              .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
              .workerGroup(1)
              .service("prefix:/", this::serve)
              .build();
      server.start().join();
    }
  }

  @Override
  public void close() {
    vanish();
  }

  private HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenCompose(
                asked -> {
                  String path = pathOf(asked.path());
                  underWay.add(path);
                  return faultFor(asked)
                      .answer(() -> ask(asked))
                      .whenComplete(
                          (answer, _) -> {
                            underWay.remove(path);
                            writeDown(asked, answer);
                          });
                })
            .handle((answer, failure) -> failure == null ? answer.toHttpResponse() : cut(ctx)));
  }

  private CompletableFuture<AggregatedHttpResponse> ask(AggregatedHttpRequest asked) {
    // Bodies are read, and changed, as text.
    RequestHeaders headers =
        asked.headers().withMutations(all -> all.remove(HttpHeaderNames.ACCEPT_ENCODING));
    return provider.execute(headers, asked.content()).aggregate();
  }

  /** Ends the connection without an answer. */
  private static HttpResponse cut(ServiceRequestContext ctx) {
    Channel connection = ctx.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    if (connection != null) {
      // Past the handlers: HTTP/2's own waits for streams that are open.
      var _ = connection.pipeline().firstContext().close();
    }
    return HttpResponse.streaming();
  }

  private void writeDown(AggregatedHttpRequest asked, @Nullable AggregatedHttpResponse answer) {
    exchanges.add(
        new Exchange(
            asked.method().name(),
            asked.path(),
            asked.contentUtf8(),
            answer == null ? 0 : answer.status().code(),
            answer == null ? "" : answer.contentUtf8()));
  }

  private static String pathOf(String pathAndQuery) {
    int query = pathAndQuery.indexOf('?');
    return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
  }

  private Fault faultFor(AggregatedHttpRequest asked) {
    return faults.entrySet().stream()
        .filter(fault -> pathOf(asked.path()).endsWith(fault.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Supplier::get);
  }
}
