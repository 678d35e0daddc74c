package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.runtime.LogFields;
import harbor.kit.runtime.Logging;
import harbor.kit.testing.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a BFF writes of each request, and what it does not. */
final class RequestLinesIT {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Logging.REQUESTS);
  private final Level before = logger.getLevel();
  private final LogCapture lines = LogCapture.of(Logging.REQUESTS);
  private final TestBff bff = TestBff.start();

  @BeforeEach
  void on() {
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    bff.close();
    lines.close();
    logger.setLevel(before);
  }

  @Test
  void answer_hasALine_withItsRouteStatusBytesAndIds() throws Exception {
    Answer answer =
        RawHttp.request(bff.port(), "GET", "/account/a?q=secret", "Authorization: greta");

    ILoggingEvent line = line();
    assertThat(values(line))
        .containsEntry("method", "GET")
        .containsEntry("route", "/account/{id}")
        .containsEntry("status", "200")
        .containsEntry("missing", "-")
        .containsEntry("stale", "-")
        .containsKeys("ms", "calls", "cached");
    assertThat(Long.parseLong(values(line).getOrDefault("bytes", "0"))).isPositive();
    assertThat(line.getMDCPropertyMap())
        .containsEntry(LogFields.SERVICE, "test-bff")
        .containsEntry(LogFields.TRACE, header(answer, "x-trace-id"))
        .containsEntry(LogFields.CORRELATION, header(answer, "x-correlation-id"))
        .containsKeys(LogFields.SPAN, LogFields.USER);
    assertThat(line.getMDCPropertyMap().get(LogFields.USER)).matches("[0-9a-f]{12}");
    assertThat(values(line) + line.getFormattedMessage() + line.getMDCPropertyMap())
        .doesNotContain("secret")
        .doesNotContain("greta")
        .doesNotContain("127.0.0.1");
  }

  @Test
  void lineOfNoRoute_saysNothingThatTheClientSaid() throws Exception {
    var _ = RawHttp.request(bff.port(), "GET", "/nowhere/ERROR%20forged");

    assertThat(values(line()))
        .containsEntry("route", "none")
        .containsEntry("status", "404")
        .allSatisfy((_, value) -> assertThat(value).doesNotContain("forged"));
  }

  /** The counter-test. */
  @Test
  void nothingIsWritten_whileItIsOff() throws Exception {
    logger.setLevel(Level.OFF);
    var _ = RawHttp.request(bff.port(), "GET", "/things/a");
    logger.setLevel(Level.INFO);
    var _ = RawHttp.request(bff.port(), "GET", "/orders/a");

    assertThat(values(line())).containsEntry("route", "/orders/{id}");
    assertThat(lines.lines()).hasSize(1);
  }

  private static String header(Answer answer, String name) {
    return answer.headers().getOrDefault(name, List.of("")).getFirst();
  }

  private ILoggingEvent line() {
    await().until(() -> !lines.lines().isEmpty());
    return lines.lines().getFirst();
  }

  private static Map<String, String> values(ILoggingEvent line) {
    return line.getKeyValuePairs().stream()
        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
  }
}
