package harbor.allinone.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves what a BFF's document shows: {@code ?state=} chooses, without it the whole answer. On this
 * machine alone; any origin may ask. Thread-safe.
 */
public final class MockBff implements AutoCloseable {
  private static final String DOCUMENT = "/openapi.json";

  private final HttpData document;
  private final List<MockRoute> routes = new ArrayList<>();
  private final Server server;

  private MockBff(byte[] kept, int port) throws IOException {
    document = HttpData.wrap(kept);
    JsonNode tree = new ObjectMapper().readTree(kept);
    tree.get("paths").properties().stream()
        // What has no variable comes first.
        .sorted(Comparator.comparing(path -> path.getKey().contains("{")))
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            routes.add(
                                new MockRoute(
                                    tree,
                                    operation.getKey(),
                                    path.getKey(),
                                    operation.getValue()))));
    server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .serviceUnder("/", this::serve)
            .build();
    server.start().join();
  }

  /**
   * Starts one.
   *
   * @param bff for instance {@code mobile-bff}
   * @param port 0 lets the system choose
   * @return empty where no such BFF has a document
   */
  public static Optional<MockBff> start(String bff, int port) {
    try (InputStream kept = MockBff.class.getResourceAsStream("/harbor/openapi/" + bff + ".json")) {
      return kept == null ? Optional.empty() : Optional.of(new MockBff(kept.readAllBytes(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(bff, e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.activeLocalPort();
  }

  /** Waits until it is closed, or the thread is interrupted. */
  public void join() {
    server.whenClosed().join();
  }

  private HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    if (ctx.path().equals(DOCUMENT)) {
      return HttpResponse.of(HttpStatus.OK, MediaType.JSON, document);
    }
    return routes.stream()
        .filter(route -> route.fits(request.method().name(), ctx.path()))
        .findFirst()
        .map(route -> answer(route, ctx.queryParam("state")))
        .orElseGet(
            () ->
                HttpResponse.of(
                    HttpStatus.NOT_FOUND,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "The document has no such route; it stands at " + DOCUMENT + ".\n"));
  }

  private static HttpResponse answer(MockRoute route, @Nullable String state) {
    return route
        .answer(state)
        .map(MockBff::answer)
        .orElseGet(
            () ->
                HttpResponse.of(
                    HttpStatus.BAD_REQUEST,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "Its states are:\n" + String.join("\n", route.states()) + "\n"));
  }

  private static HttpResponse answer(MockAnswer answer) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.valueOf(answer.status()))
            .set("access-control-allow-origin", "*");
    answer.headers().forEach(headers::set);
    return answer
        .body()
        .map(
            body ->
                HttpResponse.of(
                    headers.contentType(MediaType.parse(answer.type())).build(),
                    HttpData.wrap(body.toString().getBytes(UTF_8))))
        .orElseGet(() -> HttpResponse.of(headers.build()));
  }

  @Override
  public void close() {
    server.close();
  }
}
