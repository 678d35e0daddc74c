package harbor.kit.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management port of a process: health, metrics and whatever else engineers look at.
 *
 * <p>Listens on the address that its settings name, loopback by default, and is never the port that
 * clients use. Answers only to local names, IP addresses and the names that its settings list.
 * Answers GET and HEAD; PUT where a page can change something, and only to a caller on this machine
 * that names it so: a page in a browser can neither send one nor pretend to be ours. Thread-safe.
 */
public final class ManagementServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);

  /** What a browser may do with a page: use files of this server; no inline script or style. */
  private static final String ONLY_OWN_FILES =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<String> READS = List.of("GET", "HEAD");

  private static final Pattern LOCAL =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

  private static final Response NOT_FOUND = Response.text(404, "Not found\n");

  private static final int MAX_BODY_BYTES = 16 * 1024;

  private final HttpServer server;
  private final HostCheck hostCheck;

  private ManagementServer(HttpServer server, HostCheck hostCheck) {
    this.server = server;
    this.hostCheck = hostCheck;
  }

  /** What a page of the management port shows. */
  public record Response(int status, String contentType, String body) {
    /** A text for people. */
    public static Response text(int status, String body) {
      return new Response(status, "text/plain; charset=utf-8", body);
    }

    /** A JSON text. */
    public static Response json(int status, String body) {
      return new Response(status, "application/json", body);
    }
  }

  /** Starts to listen; nothing is served before {@link #page}. */
  public static ManagementServer start(ManagementSettings settings) {
    try {
      InetAddress address = InetAddress.getByName(settings.address());
      HttpServer server = HttpServer.create(new InetSocketAddress(address, settings.port()), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      ManagementServer management = new ManagementServer(server, new HostCheck(settings.hosts()));
      management.serve("/", READS, _ -> NOT_FOUND);
      server.start();
      return management;
    } catch (BindException e) {
      throw StartFailed.portInUse(
          "The management server", settings.port(), settings.portSetting(), e);
    } catch (IOException e) {
      throw new StartFailed(
          "The management server cannot listen on %s:%d: %s"
              .formatted(settings.address(), settings.port(), e.getMessage()),
          e);
    }
  }

  /** Serves a page at exactly this path, made anew for each request. */
  public ManagementServer page(String path, Supplier<Response> page) {
    return page(path, _ -> page.get());
  }

  /** The same for a page that has several forms: it is given what the client accepts. */
  public ManagementServer page(String path, Function<String, Response> page) {
    return serve(
        path,
        READS,
        exchange -> {
          String accept = exchange.getRequestHeaders().getFirst("Accept");
          return made(path, () -> page.apply(accept == null ? "" : accept));
        });
  }

  /**
   * The same with something that can be changed.
   *
   * @param change takes the body of a PUT
   */
  public ManagementServer page(
      String path, Supplier<Response> page, Function<String, Response> change) {
    return serve(
        path,
        List.of("GET", "HEAD", "PUT"),
        exchange ->
            exchange.getRequestMethod().equals("PUT")
                ? changed(path, exchange, change)
                : made(path, page));
  }

  private ManagementServer serve(String path, List<String> methods, Answering answering) {
    server.createContext(
        path,
        exchange -> {
          Optional<Response> refusal = hostCheck.refusal(exchange);
          if (refusal.isPresent()) {
            write(exchange, refusal.get());
          } else if (!exchange.getRequestURI().getPath().equals(path)) {
            write(exchange, NOT_FOUND);
          } else if (!methods.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
            write(
                exchange,
                Response.text(
                    405,
                    "Only %s and %s\n"
                        .formatted(
                            String.join(", ", methods.subList(0, methods.size() - 1)),
                            methods.getLast())));
          } else {
            write(exchange, answering.of(exchange));
          }
        });
    return this;
  }

  /** Answers a request. */
  @FunctionalInterface
  private interface Answering {
    Response of(HttpExchange exchange) throws IOException;
  }

  private static Response changed(
      String path, HttpExchange exchange, Function<String, Response> change) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()
        || host == null
        || !LOCAL.matcher(host).matches()
        || exchange.getRequestHeaders().containsKey("Origin")) {
      return Response.text(403, "Only from this machine, as localhost\n");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    return body.length > MAX_BODY_BYTES
        ? Response.text(413, "Too large\n")
        : made(path, () -> change.apply(new String(body, StandardCharsets.UTF_8)));
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static Response made(String path, Supplier<Response> page) {
    try {
      return page.get();
    } catch (RuntimeException | Error e) {
      log.error("The management page {} failed", path, e);
      return Response.text(500, "This page failed; the log says why.\n");
    }
  }

  private static void write(HttpExchange exchange, Response answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.getResponseHeaders().set("Content-Security-Policy", ONLY_OWN_FILES);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
