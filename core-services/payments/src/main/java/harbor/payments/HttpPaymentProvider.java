package harbor.payments;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import harbor.kit.service.row.Money;
import harbor.observability.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A provider over HTTP and JSON, as {@code payments-sandbox} speaks it. Neither log nor span has a
 * body: what was sent has a card's token. Thread-safe.
 */
final class HttpPaymentProvider implements PaymentProvider, AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final int MAX_ERROR = 64;

  private final URI base;
  private final String key;
  private final Duration timeout;
  private final Tracer tracer;
  private final MeterRegistry metrics;
  private final HttpClient client;

  HttpPaymentProvider(PaymentsSettings settings, Telemetry telemetry) {
    this.base = settings.provider();
    this.key = settings.providerKey();
    this.timeout = settings.providerTimeout();
    this.tracer = telemetry.openTelemetry().getTracer("harbor.payments");
    this.metrics = telemetry.metrics();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record WireEntry(
      long number,
      String key,
      String kind,
      String status,
      String reference,
      String authorization,
      long amount,
      String currency,
      String reason) {
    ProviderEntry entry() {
      return new ProviderEntry(
          number,
          key,
          ProviderEntry.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
          ProviderEntry.Status.valueOf(status.toUpperCase(Locale.ROOT)),
          reference,
          authorization,
          new Money(amount, currency),
          reason);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record WireEntries(List<WireEntry> entries) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record WireError(String error) {}

  @Override
  public Ending authorize(String operation, String reference, Money amount, String cardToken) {
    return post(
        "authorize",
        operation,
        "/v1/authorizations",
        Map.of(
            "reference",
            reference,
            "amount",
            amount.minor(),
            "currency",
            amount.currency(),
            "source",
            cardToken));
  }

  @Override
  public Ending capture(String operation, String authorization, Money amount) {
    return post("capture", operation, path(authorization, "captures"), body(amount));
  }

  @Override
  public Ending release(String operation, String authorization) {
    return post("void", operation, path(authorization, "voids"), Map.of());
  }

  @Override
  public Ending refund(String operation, String authorization, Money amount) {
    return post("refund", operation, path(authorization, "refunds"), body(amount));
  }

  @Override
  public List<ProviderEntry> entries(String reference) {
    return get("entries", "/v1/entries?reference=" + encoded(reference));
  }

  @Override
  public List<ProviderEntry> ledger(long after, int max) {
    return get("ledger", "/v1/entries?after=%d&limit=%d".formatted(after, max));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Ending post(String what, String operation, String path, Map<String, ?> body) {
    long before = System.nanoTime();
    Ending ending = posted(what, operation, path, body);
    String outcome =
        switch (ending) {
          case Ending.Entered _ -> "entered";
          case Ending.Rejected _ -> "rejected";
          case Ending.Unknown _ -> "unknown";
          case Ending.NotSent _ -> "not_sent";
        };
    timed(what, outcome, before);
    return ending;
  }

  private void timed(String operation, String outcome, long before) {
    metrics
        .timer("harbor.provider.calls", "operation", operation, "outcome", outcome)
        .record(System.nanoTime() - before, TimeUnit.NANOSECONDS);
  }

  private Ending posted(String what, String operation, String path, Map<String, ?> body) {
    Span span = span(what);
    try (Scope _ = span.makeCurrent()) {
      HttpResponse<byte[]> response =
          client.send(
              request(path)
                  .header("Content-Type", "application/json")
                  .header("Idempotency-Key", operation)
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build(),
              BodyHandlers.ofByteArray());
      span.setAttribute("http.response.status_code", response.statusCode());
      return ending(response);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      failed(span, e);
      return new Ending.NotSent();
    } catch (IOException | IllegalArgumentException e) {
      failed(span, e);
      return new Ending.Unknown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(span, e);
      return new Ending.Unknown();
    } finally {
      span.end();
    }
  }

  private static Ending ending(HttpResponse<byte[]> response) throws IOException {
    int status = response.statusCode();
    if (status == 200 || status == 201 || status == 202 || status == 402) {
      return new Ending.Entered(JSON.readValue(response.body(), WireEntry.class).entry());
    }
    // 408, 425 and 429 may be answered otherwise later; 409 only says that the key was used
    return status >= 500 || status == 408 || status == 425 || status == 429
        ? new Ending.Unknown()
        : new Ending.Rejected(error(response));
  }

  private static String error(HttpResponse<byte[]> response) throws IOException {
    String error = JSON.readValue(response.body(), WireError.class).error();
    return response.statusCode() + " " + error.substring(0, Math.min(error.length(), MAX_ERROR));
  }

  private List<ProviderEntry> get(String what, String path) {
    long before = System.nanoTime();
    String outcome = "unknown";
    Span span = span(what);
    try (Scope _ = span.makeCurrent()) {
      HttpResponse<byte[]> response =
          client.send(request(path).GET().build(), BodyHandlers.ofByteArray());
      span.setAttribute("http.response.status_code", response.statusCode());
      if (response.statusCode() != 200) {
        throw new ProviderUnavailable("HTTP status " + response.statusCode());
      }
      List<ProviderEntry> entries =
          JSON.readValue(response.body(), WireEntries.class).entries().stream()
              .map(WireEntry::entry)
              .toList();
      outcome = "read";
      return entries;
    } catch (IOException | IllegalArgumentException e) {
      failed(span, e);
      throw new ProviderUnavailable(e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailable("interrupted", e);
    } finally {
      span.end();
      timed(what, outcome, before);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + key);
  }

  private Span span(String what) {
    return tracer
        .spanBuilder("provider " + what)
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute("server.address", base.getHost())
        .startSpan();
  }

  private static void failed(Span span, Exception e) {
    span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
  }

  private static Map<String, ?> body(Money amount) {
    return Map.of("amount", amount.minor(), "currency", amount.currency());
  }

  private static String path(String authorization, String what) {
    return "/v1/authorizations/%s/%s".formatted(encoded(authorization), what);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
