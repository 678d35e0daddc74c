package harbor.identitydev;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import harbor.observability.StoreProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The development provider, running. It listens at once; what it is made of is loaded by the first
 * request, so that a store in which nobody signs in pays nothing for it. Thread-safe.
 */
public final class IdentityDev implements StoreProcess.Started {
  /** Its declaration. */
  public static final StoreProcess PROCESS = new IdentityDevProcess();

  /** As whom BFFs ask it, with any secret. */
  public static final String CLIENT_ID = "harbor";

  /** For whom its access tokens are: not the client, so that no ID token passes for one. */
  public static final String AUDIENCE = "harbor-api";

  /** The claim of its tokens that holds a person's roles. */
  public static final String ROLES_CLAIM = Person.ROLES;

  private static final Logger log = LoggerFactory.getLogger(IdentityDev.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI issuer;

  private IdentityDev(HttpServer server, ExecutorService threads, URI issuer) {
    this.server = server;
    this.threads = threads;
    this.issuer = issuer;
  }

  static IdentityDev start(IdentityDevSettings settings) {
    HttpServer server;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 0);
    } catch (IOException e) {
      throw StartFailed.portInUse(PROCESS.name(), settings.port(), IdentityDevSettings.PORT, e);
    }
    URI issuer = issuerAt(server.getAddress().getPort());
    // Platform threads: many classes are initialized here, and a virtual one would keep its
    // carrier.
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    Lazy<Provider> provider = new Lazy<>(() -> new Provider(issuer));
    server.createContext("/", exchange -> serve(exchange, provider));
    server.start();
    return new IdentityDev(server, threads, issuer);
  }

  /** Somebody who is known before she signs in, as her tokens name her. */
  public record Customer(String subject, String givenName, String familyName, String email) {}

  /** The customer with a history. */
  public static Customer customer() {
    return Person.ADA.customer();
  }

  /** Its issuer, as whoever is not in its process finds it. */
  public static URI issuerOf(Environment environment) {
    return issuerAt(IdentityDevSettings.from(environment).port());
  }

  private static URI issuerAt(int port) {
    return URI.create("http://localhost:" + port + "/harbor");
  }

  /** As its tokens and its discovery document name it. */
  public URI issuer() {
    return issuer;
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private static void serve(HttpExchange exchange, Lazy<Provider> provider) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange, provider);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().putAll(answer.headers());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Answer answer(HttpExchange exchange, Lazy<Provider> provider) throws IOException {
    if (!Loopback.isHost(header(exchange, "Host").replaceFirst(":\\d+$", ""))) {
      // a name that only this browser resolves to loopback: DNS rebinding
      return Answer.refused(421, "The development provider is asked as localhost alone");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Answer.refused(413, "Too much");
    }
    URI asked = exchange.getRequestURI();
    try {
      return provider
          .get()
          .answer(
              new Question(
                  exchange.getRequestMethod(),
                  asked.getPath(),
                  Optional.ofNullable(asked.getRawQuery()).orElse(""),
                  header(exchange, "Content-Type"),
                  header(exchange, "Authorization"),
                  new String(body, UTF_8)));
    } catch (RuntimeException | LinkageError e) {
      log.error("The development provider cannot answer {}", asked.getPath(), e);
      return Answer.refused(500, "This is a fault of the development provider; the log has it");
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }
}
