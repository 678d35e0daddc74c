package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLevelsTest {
  private static final Logger PLANS = LoggerFactory.getLogger("harbor.kit.bff.plan");

  private final ManagementServer server =
      ManagementServer.start(
          new ManagementSettings("127.0.0.1", 0, "HARBOR_MANAGEMENT_PORT", Set.of()));

  @BeforeEach
  void start() {
    Logging.start("test", new LogSettings(false, "INFO"));
    LogLevels.addTo(server);
  }

  @AfterEach
  void close() {
    server.close();
    Logging.start("test", new LogSettings(false, "INFO"));
  }

  @Test
  void level_holdsUntilItIsTakenBack() throws IOException {
    assertThat(put("logger=harbor.kit.bff.plan&level=DEBUG"))
        .startsWith("HTTP/1.1 200")
        .contains("\nharbor.kit.bff.plan DEBUG\n", "\nharbor INFO\n");
    assertThat(PLANS.isDebugEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger("harbor.kit.bff").isDebugEnabled()).isFalse();

    assertThat(put("logger=harbor.kit.bff.plan&level=inherit")).startsWith("HTTP/1.1 200");

    assertThat(PLANS.isDebugEnabled()).isFalse();
    assertThat(ask("GET", "", "localhost", "")).doesNotContain("harbor.kit.bff.plan");
  }

  @Test
  void linesOfRequests_areSwitchedOn() throws IOException {
    assertThat(LoggerFactory.getLogger(Logging.REQUESTS).isInfoEnabled()).isFalse();

    assertThat(put("logger=harbor.requests&level=INFO")).startsWith("HTTP/1.1 200");

    assertThat(LoggerFactory.getLogger(Logging.REQUESTS).isInfoEnabled()).isTrue();
  }

  /** A library at DEBUG shows what requests say, and the audit log is for nobody to stop. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "logger=ROOT&level=DEBUG",
        "logger=com.linecorp.armeria&level=DEBUG",
        "logger=harbored&level=DEBUG",
        "logger=harbor..x&level=DEBUG",
        "logger=harbor.audit&level=OFF",
        "logger=harbor&level=INHERIT",
        "logger=harbor&level=LOUD",
        "level=DEBUG",
        ""
      })
  void change_isRefused_whenItIsNoLevelOfOurs(String query) throws IOException {
    assertThat(put(query)).startsWith("HTTP/1.1 400");
    assertThat(PLANS.isDebugEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger(AuditLog.LOGGER).isInfoEnabled()).isTrue();
  }

  /** What a page of another site can make a browser send, or a name that it points here. */
  @ParameterizedTest
  @CsvSource({
    "PUT, evil.example, '', 421",
    "PUT, localhost.evil.example, '', 421",
    "PUT, 192.0.2.1, '', 403",
    "PUT, localhost, https://evil.example, 403",
    "POST, localhost, '', 405",
    "PUT, localhost:8090, '', 200",
    "PUT, 127.0.0.1, '', 200"
  })
  void change_isMadeByItsOwnMachineAlone(String method, String host, String origin, int status)
      throws IOException {
    String answer = ask(method, "logger=harbor.kit.bff.plan&level=DEBUG", host, origin);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(PLANS.isDebugEnabled()).isEqualTo(status == 200);
  }

  private String put(String body) throws IOException {
    return ask("PUT", body, "localhost", "");
  }

  /** As nobody's client would let us: with any Host. */
  private String ask(String method, String body, String host, String origin) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          method
              + " /log HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n"
              + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
              + "\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
