package harbor.kit.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lines as they stand in the output of a process. */
class LoggingTest {
  private static final Logger log = LoggerFactory.getLogger(LoggingTest.class);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream before = System.out;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(before);
    Logging.start("test", new LogSettings(false, "INFO"));
  }

  @Test
  void textLine_hasServiceTraceAndCorrelationId_withinARequest() {
    Logging.start("all-in-one", new LogSettings(false, "INFO"));

    withinARequest(() -> log.info("hello"));

    assertThat(lines())
        .containsExactly(
            "INFO  [catalog] trace=" + TRACE + " correlation=order-17 LoggingTest: hello");
  }

  @Test
  void textLine_hasNeitherNorAnythingEmpty_outsideARequest() {
    Logging.start("all-in-one", new LogSettings(false, "INFO"));

    log.info("hello");

    assertThat(lines()).containsExactly("INFO  [all-in-one] LoggingTest: hello");
  }

  @Test
  void textLine_hasTheCorrelationId_whenThereIsNoTrace() {
    Logging.start("all-in-one", new LogSettings(false, "INFO"));

    try (LogFields _ = LogFields.put("catalog", "", new CorrelationId("order-17"))) {
      log.info("hello");
    }

    assertThat(lines()).hasSize(1);
    assertThat(lines()[0]).contains("correlation=order-17 LoggingTest: hello");
  }

  @Test
  void jsonLine_hasServiceTraceAndCorrelationId_withinARequest() {
    Logging.start("all-in-one", new LogSettings(true, "INFO"));

    withinARequest(() -> log.info("hello {}", "world"));

    assertThat(lines()).hasSize(1);
    assertThat(out.toString(UTF_8))
        .startsWith("{")
        .contains("\"formattedMessage\":\"hello world\"")
        .contains("\"service\":\"catalog\"")
        .contains("\"trace_id\":\"" + TRACE + '"')
        .contains("\"correlation_id\":\"order-17\"");
  }

  @Test
  void jsonLine_isOneLine_alsoWithAStackTrace() {
    Logging.start("all-in-one", new LogSettings(true, "INFO"));

    log.error("failed\nbadly", new IllegalStateException("a\nbug"));

    assertThat(lines()).hasSize(1);
    assertThat(out.toString(UTF_8)).contains("IllegalStateException").contains("all-in-one");
  }

  @Test
  void jsonLine_hasSpanAndUser_whereTheyAreKnown() {
    Logging.start("all-in-one", new LogSettings(true, "INFO"));

    try (LogFields _ =
        LogFields.put("catalog", TRACE, new CorrelationId("order-17"))
            .span("b7ad6b7169203331")
            .user("a1b2c3d4e5f6")) {
      log.info("hello");
    }
    try (LogFields _ =
        LogFields.put("catalog", TRACE, new CorrelationId("order-18")).span("").user("-")) {
      log.info("hello");
    }

    assertThat(lines()[0])
        .contains("\"span_id\":\"b7ad6b7169203331\"")
        .contains("\"user\":\"a1b2c3d4e5f6\"");
    assertThat(lines()[1]).doesNotContain("span_id").doesNotContain("\"user\"");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  /** A name of a product, or whatever else comes from outside. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobody_writesALineOfTheirOwn_byWhatTheySay(boolean json) {
    Logging.start("all-in-one", new LogSettings(json, "INFO"));
    String forged = "\n2026-01-01T00:00:00.000Z ERROR [orders] Forged: paid\r\u001b[2J\u2028\u0085";

    log.warn("refused: {}", "a" + forged);
    log.error("failed", new IllegalStateException("b" + forged));

    assertThat(lines())
        .filteredOn(line -> !line.startsWith("  "))
        .hasSize(2)
        .noneMatch(line -> line.startsWith("ERROR [orders]"))
        .noneMatch(line -> line.matches(".*[\\x00-\\x1f\\x7f].*"));
    assertThat(out.toString(UTF_8)).doesNotContain("\u001b").contains("Forged: paid");
  }

  /** The counter-test: the pattern alone, as it was. */
  @Test
  void somebody_writesALineOfTheirOwn_whenMessagesAreWrittenAsTheyAre() {
    PatternLayout layout = new PatternLayout();
    layout.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    layout.setPattern("%msg%n");
    layout.start();
    LoggingEvent event = new LoggingEvent();
    event.setLevel(Level.WARN);
    event.setMessage("refused: a\nforged");

    assertThat(layout.doLayout(event).lines()).contains("forged");
  }

  @Test
  void valuesOfALine_followItsMessageInText_andAreThereInJson() {
    for (boolean json : new boolean[] {false, true}) {
      Logging.start("all-in-one", new LogSettings(json, "INFO"));
      log.atInfo().addKeyValue("route", "/things/{id}").addKeyValue("status", 200).log("answered");
    }

    assertThat(lines()[0])
        .isEqualTo("INFO  [all-in-one] LoggingTest: answered route=/things/{id} status=200");
    assertThat(lines()[1])
        .contains("\"route\":\"\\/things\\/{id}\"")
        .contains("\"status\":\"200\"");
  }

  @Test
  void linesOfRequests_areWritten_whenTheyAreWanted() {
    Logger requests = LoggerFactory.getLogger(Logging.REQUESTS);

    Logging.start("all-in-one", new LogSettings(false, "DEBUG"));
    requests.info("answered");
    Logging.start("all-in-one", new LogSettings(false, "WARN", true));
    requests.info("answered");

    assertThat(lines()).hasSize(1);
  }

  @Test
  void linesAreJson_unlessThereIsATerminal_orSomebodyWantsText() {
    assertThat(LogSettings.from(Environment.of(Map.of())).json()).isTrue();
    assertThat(settings("HARBOR_LOG_FORMAT", "text").json()).isFalse();
    assertThat(settings("HARBOR_LOG_FORMAT", "json").json()).isTrue();
    assertThat(settings("HARBOR_LOG_REQUESTS", "on").access()).isTrue();
    assertThat(settings("HARBOR_LOG_REQUESTS", "off").access()).isFalse();
  }

  private static LogSettings settings(String name, String value) {
    return LogSettings.from(Environment.of(Map.of(name, value)));
  }

  @Test
  void level_holdsForOurOwnLinesOnly() {
    Logging.start("all-in-one", new LogSettings(false, "DEBUG"));

    log.debug("ours");
    LoggerFactory.getLogger("some.library").debug("theirs");

    assertThat(lines()).containsExactly("DEBUG [all-in-one] LoggingTest: ours");
  }

  @Test
  void linesOfJavaUtilLogging_areTaken() {
    Logging.start("all-in-one", new LogSettings(false, "INFO"));

    java.util.logging.Logger.getLogger("some.Library").warning("theirs");

    assertThat(lines()).containsExactly("WARN  [all-in-one] Library: theirs");
  }

  @Test
  void fields_areTakenBack() {
    withinARequest(() -> {});

    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void fieldsOfTheOuterRequest_areBack_afterOneWithin() {
    withinARequest(
        () -> {
          try (LogFields _ = LogFields.put("pricing", "", new CorrelationId("inner"))) {
            assertThat(MDC.get(LogFields.SERVICE)).isEqualTo("pricing");
          }
          assertThat(MDC.get(LogFields.SERVICE)).isEqualTo("catalog");
          assertThat(MDC.get(LogFields.TRACE)).isEqualTo(TRACE);
          assertThat(MDC.get(LogFields.CORRELATION)).isEqualTo("order-17");
        });

    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  private static void withinARequest(Runnable work) {
    try (LogFields _ = LogFields.put("catalog", TRACE, new CorrelationId("order-17"))) {
      work.run();
    }
  }

  /** What was written, without the time at the start. */
  private String[] lines() {
    return out.toString(UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z ", ""))
        .toArray(String[]::new);
  }
}
