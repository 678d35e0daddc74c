package harbor.paymentssandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import harbor.paymentssandbox.Books.Ending;
import harbor.paymentssandbox.Entry.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the provider can be asked over HTTP, with {@code Authorization: Bearer <key>}:
 *
 * <pre>
 * POST /v1/authorizations                 {reference, amount, currency, source}
 * POST /v1/authorizations/{id}/captures   {amount, currency}
 * POST /v1/authorizations/{id}/voids      {}
 * POST /v1/authorizations/{id}/refunds    {amount, currency}
 * GET  /v1/entries?key=                   the last one of a key
 * GET  /v1/entries?reference=             all of a payment
 * GET  /v1/entries?after=&amp;limit=          the ledger from a number on
 * POST /v1/authorizations/{id}/review     {approve}: what a person at the provider says
 * </pre>
 *
 * <p>A POST but for the review needs {@code Idempotency-Key}; its answer is an {@link Entry}: 201
 * done, 202 in review, 402 refused, each again for the same key. 409: the key was used for another
 * request. Thread-safe.
 */
final class Api implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("/v1/authorizations/([A-Za-z0-9_]{1,64})/(captures|voids|refunds|review)");

  private final Books books;
  private final Notices notices;
  private final byte[] key;
  private final Duration silence;

  Api(Books books, Notices notices, String key, Duration silence) {
    this.books = books;
    this.notices = notices;
    this.key = ("Bearer " + key).getBytes(UTF_8);
    this.silence = silence;
  }

  private record Authorize(String reference, long amount, String currency, String source) {}

  private record Amount(long amount, String currency) {}

  private record Review(boolean approve) {}

  private record Entries(List<Entry> entries) {}

  private record Failed(String error) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        byte[] given = header(exchange, "Authorization").getBytes(UTF_8);
        if (!MessageDigest.isEqual(given, key)) {
          throw new Refused(401, "unauthorized");
        }
        if (exchange.getRequestMethod().equals("GET")) {
          answer(exchange, 200, new Entries(entries(exchange)));
        } else {
          end(exchange, post(exchange));
        }
      } catch (Refused e) {
        answer(exchange, e.status(), new Failed(e.error()));
      } catch (RuntimeException e) {
        log.error("The payments sandbox cannot answer {}", exchange.getRequestURI().getPath(), e);
        answer(exchange, 500, new Failed("internal"));
      }
    }
  }

  private List<Entry> entries(HttpExchange exchange) throws Refused {
    if (!exchange.getRequestURI().getPath().equals("/v1/entries")) {
      throw new Refused(404, "not_found");
    }
    Map<String, String> query = query(exchange);
    if (query.containsKey("key")) {
      return books.byKey(query.getOrDefault("key", "")).stream().toList();
    }
    if (query.containsKey("reference")) {
      return books.byReference(query.getOrDefault("reference", ""));
    }
    try {
      return books.after(
          Long.parseLong(query.getOrDefault("after", "0")),
          Integer.parseInt(query.getOrDefault("limit", "100")));
    } catch (NumberFormatException _) {
      throw new Refused(400, "malformed");
    }
  }

  private Ending post(HttpExchange exchange) throws Refused, IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "GET, POST");
      throw new Refused(405, "method_not_allowed");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new Refused(413, "too_large");
    }
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/v1/authorizations")) {
      Authorize asked = read(body, Authorize.class);
      checkAmount(asked.amount(), asked.currency());
      return books.authorize(
          idempotencyKey(exchange),
          asked.reference(),
          asked.amount(),
          asked.currency(),
          asked.source());
    }
    var matched = AUTHORIZATION.matcher(path);
    if (!matched.matches()) {
      throw new Refused(404, "not_found");
    }
    String authorization = matched.group(1);
    return switch (matched.group(2)) {
      case "review" -> books.review(authorization, read(body, Review.class).approve());
      case "voids" -> books.release(idempotencyKey(exchange), authorization);
      case "captures" -> {
        Amount asked = amount(body);
        yield books.capture(
            idempotencyKey(exchange), authorization, asked.amount(), asked.currency());
      }
      default -> {
        Amount asked = amount(body);
        yield books.refund(
            idempotencyKey(exchange), authorization, asked.amount(), asked.currency());
      }
    };
  }

  /** The work is done and on the disk; what is left is to tell it, or to lose the answer. */
  private void end(HttpExchange exchange, Ending ending) throws IOException {
    notices.beforeAnswer(ending);
    boolean lost = !ending.replayed() && ending.card().loses(ending.entry().kind());
    if (lost || (!ending.replayed() && ending.card() == TestCard.SLOW)) {
      beSilent();
    }
    if (!lost) {
      if (ending.replayed()) {
        exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
      }
      answer(exchange, status(ending.entry().status()), ending.entry());
    }
    notices.afterAnswer(ending);
  }

  private void beSilent() {
    try {
      Thread.sleep(silence);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static int status(Status status) {
    return switch (status) {
      case DONE -> 201;
      case IN_REVIEW -> 202;
      case REFUSED -> 402;
    };
  }

  private static Amount amount(byte[] body) throws Refused {
    Amount asked = read(body, Amount.class);
    checkAmount(asked.amount(), asked.currency());
    return asked;
  }

  private static void checkAmount(long amount, String currency) throws Refused {
    if (amount < 1 || !CURRENCY.matcher(currency).matches()) {
      throw new Refused(400, "invalid_amount");
    }
  }

  private static String idempotencyKey(HttpExchange exchange) throws Refused {
    String key = header(exchange, "Idempotency-Key");
    if (!KEY.matcher(key).matches()) {
      throw new Refused(400, "invalid_idempotency_key");
    }
    return key;
  }

  private static <T> T read(byte[] body, Class<T> type) throws Refused {
    try {
      return Json.read(body, type);
    } catch (IOException _) {
      throw new Refused(400, "malformed");
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = Json.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, json.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(json);
    }
  }
}
