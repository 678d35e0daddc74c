package harbor.payments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.runtime.Identifiers;
import harbor.kit.runtime.LogFields;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.call.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes notices of the provider: {@code POST /notices}. The signature is checked before anything of
 * the body is read as JSON. A notice only says where to look: what happened is asked of the
 * provider, so that early, late, doubled and overtaken ones do no harm. 200 when it was looked at,
 * 503 when that is not possible now and the notice is wanted again. Thread-safe.
 */
final class NoticeServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NoticeServer.class);
  private static final String PATH = "/notices";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads;

  private NoticeServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen.
   *
   * @param heed looks at what the provider has of an order
   */
  static NoticeServer start(
      PaymentsSettings settings, NoticeSignature signature, Consumer<String> heed) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(settings.noticeAddress(), settings.noticePort()), 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> handle(exchange, signature, heed));
      server.start();
      return new NoticeServer(server, threads);
    } catch (IOException e) {
      threads.close();
      throw StartFailed.portInUse(
          "payments", settings.noticePort(), PaymentsSettings.NOTICES_PORT, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(1);
    threads.close();
  }

  private static void handle(
      HttpExchange exchange, NoticeSignature signature, Consumer<String> heed) throws IOException {
    try (exchange;
        MDC.MDCCloseable _ = MDC.putCloseable(LogFields.SERVICE, "payments")) {
      exchange.sendResponseHeaders(status(exchange, signature, heed), -1);
    }
  }

  private static int status(HttpExchange exchange, NoticeSignature signature, Consumer<String> heed)
      throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return 404;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return 405;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return 413;
    }
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Provider-Signature")).orElse("");
    if (!signature.isOf(header, body)) {
      log.warn("A notice without a valid signature was refused");
      return 401;
    }
    return heeded(body, heed);
  }

  private static int heeded(byte[] body, Consumer<String> heed) {
    try {
      String orderId = JSON.readTree(body).path("entry").path("reference").asText("");
      if (!Identifiers.isWellFormed(orderId)) {
        log.error("A signed notice names no order");
        return 400;
      }
      heed.accept(orderId);
      return 200;
    } catch (IOException e) {
      log.error("A signed notice is no JSON: {}", e.getClass().getSimpleName());
      return 400;
    } catch (ProviderUnavailable | Failure e) {
      log.warn("A notice cannot be looked at now: {}", e.getMessage());
      return 503;
    } catch (RuntimeException e) {
      log.error("A notice ended with a bug", e);
      return 500;
    }
  }
}
