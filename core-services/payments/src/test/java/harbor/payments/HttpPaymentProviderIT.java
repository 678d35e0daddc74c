package harbor.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import harbor.kit.service.row.Money;
import harbor.observability.Telemetry;
import harbor.payments.PaymentProvider.Ending;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPaymentProviderIT extends PaymentProviderContract {
  private static final Money PRICE = new Money(5_490, "EUR");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("payments", spans);
  private final Sandbox sandbox = Sandbox.start(telemetry, Map.of());
  private final HttpPaymentProvider provider =
      new HttpPaymentProvider(sandbox.settings(0), telemetry);

  @Override
  PaymentProvider provider() {
    return provider;
  }

  @Override
  void takeDown() {
    sandbox.close();
  }

  @AfterEach
  void close() {
    provider.close();
    sandbox.close();
    telemetry.close();
  }

  @Test
  void spans_sayHowItEnded_andNothingOfTheCard() {
    provider.authorize("o-1/a", "o-1", PRICE, "tok_decline");

    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getName()).isEqualTo("provider authorize");
              assertThat(span.getAttributes().asMap().values()).contains(402L);
              assertThat(span.toString()).doesNotContain("tok_decline");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "500, {}, Unknown",
    "503, {}, Unknown",
    "408, {}, Unknown",
    "429, {}, Unknown",
    "201, {, Unknown",
    "201, {}, Unknown",
    "400, {\"error\":\"malformed\"}, Rejected",
    "404, {\"error\":\"gone\"}, Rejected",
    "400, <html>, Unknown"
  })
  void answer_thatSaysNothing_isUnknown(int status, String body, String ending) throws Exception {
    try (Answering answering = new Answering(status, body)) {
      assertThat(answering.provider.authorize("o-1/a", "o-1", PRICE, "tok_approve").getClass())
          .hasToString("class " + Ending.class.getName() + "$" + ending);
      assertThatThrownBy(() -> answering.provider.entries("o-1"))
          .isInstanceOf(ProviderUnavailable.class);
    }
  }

  /** Answers everything alike. */
  private final class Answering implements AutoCloseable {
    private final HttpServer server;
    private final HttpPaymentProvider provider;

    Answering(int status, String body) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(status, bytes.length);
              exchange.getResponseBody().write(bytes);
            }
          });
      server.start();
      provider =
          new HttpPaymentProvider(
              new PaymentsSettings(
                  URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                  "key",
                  Duration.ofSeconds(5),
                  "127.0.0.1",
                  0,
                  "secret"),
              telemetry);
    }

    @Override
    public void close() {
      provider.close();
      server.stop(0);
    }
  }
}
