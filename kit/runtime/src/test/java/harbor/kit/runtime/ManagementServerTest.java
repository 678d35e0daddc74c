package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.ManagementServer.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
  private final ManagementServer server =
      ManagementServer.start(
          new ManagementSettings(
              "127.0.0.1", 0, "HARBOR_MANAGEMENT_PORT", Set.of("metrics.example")));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void page_isMadeAnew_forEachRequest() throws Exception {
    Health health = new Health();
    health.addTo(server);

    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("STARTING\n");
    health.turn(Health.State.SERVING);
    assertThat(get("/health").statusCode()).isEqualTo(200);
    health.turn(Health.State.DRAINING);
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("DRAINING\n");
  }

  @Test
  void health_namesWhatIsAway_whileTheProcessLives() throws Exception {
    AtomicBoolean isThere = new AtomicBoolean(true);
    Health health = new Health();
    health.needs("the database of catalog", isThere::get);
    health.addTo(server);
    health.turn(Health.State.SERVING);

    assertThat(get("/health").body()).isEqualTo("SERVING\n");
    isThere.set(false);
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("NOT_SERVING\nthe database of catalog is away\n");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    health.turn(Health.State.DRAINING);
    assertThat(get("/health").body()).isEqualTo("DRAINING\n");
    assertThat(get("/health/live").body()).isEqualTo("LIVE\n");
  }

  @Test
  void page_hasItsType() throws Exception {
    server.page("/json", () -> Response.json(200, "{}"));
    server.page("/text", () -> Response.text(200, "ä"));

    assertThat(get("/json").headers().firstValue("content-type")).contains("application/json");
    assertThat(get("/text").headers().firstValue("content-type"))
        .contains("text/plain; charset=utf-8");
    assertThat(get("/text").body()).isEqualTo("ä");
  }

  /** Whatever comes onto a page, a browser runs nothing but this server's own files. */
  @Test
  void page_allowsOnlyFilesOfThisServer() throws Exception {
    server.page("/text", () -> Response.text(200, "<script>"));

    for (String path : List.of("/text", "/nowhere")) {
      assertThat(get(path).headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(get(path).headers().firstValue("x-content-type-options")).contains("nosniff");
    }
  }

  @Test
  void page_mayBeEmpty() throws Exception {
    server.page("/empty", () -> Response.text(200, ""));

    assertThat(get("/empty").statusCode()).isEqualTo(200);
    assertThat(get("/empty").body()).isEmpty();
  }

  @Test
  void otherPaths_are404() throws Exception {
    server.page("/health", () -> Response.text(200, "fine"));

    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/health/").statusCode()).isEqualTo(404);
    assertThat(get("/healthy").statusCode()).isEqualTo(404);
    assertThat(get("/nowhere").body()).isEqualTo("Not found\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void otherMethods_are405_andSayWhichThereAre(String method) throws Exception {
    server.page("/health", () -> Response.text(200, "fine"));
    server.page("/plans", accept -> Response.text(200, accept));
    server.page("/switch", () -> Response.text(200, ""), body -> Response.text(200, body));

    for (String path : List.of("/health", "/plans", "/switch")) {
      HttpResponse<String> answer = send(path, method);

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("allow"))
          .contains(path.equals("/switch") ? "GET, HEAD, PUT" : "GET, HEAD");
      assertThat(answer.body())
          .isEqualTo(path.equals("/switch") ? "Only GET, HEAD and PUT\n" : "Only GET and HEAD\n");
    }
    assertThat(send("/health", "PUT").headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void pageThatCanBeChanged_takesAPut() throws Exception {
    AtomicReference<String> kept = new AtomicReference<>("");
    server.page(
        "/switch",
        () -> Response.text(200, kept.get()),
        body -> {
          kept.set(body);
          return Response.text(200, "done");
        });

    assertThat(put("ä").body()).isEqualTo("done");
    assertThat(get("/switch").body()).isEqualTo("ä");
    assertThat(put("x".repeat(16 * 1024 + 1)).statusCode()).isEqualTo(413);
    assertThat(send("/switch", "POST").statusCode()).isEqualTo(405);
    assertThat(send("/switch", "POST").body()).isEqualTo("Only GET, HEAD and PUT\n");
    assertThat(get("/switch").body()).isEqualTo("ä");
  }

  @Test
  void change_isRefused_whenTheServerIsNotCalledLocalhost() throws Exception {
    server.page("/switch", () -> Response.text(200, ""), _ -> Response.text(200, "changed"));

    assertThat(asked("PUT /switch HTTP/1.1", "Host: 192.0.2.1"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("changed");
  }

  /** DNS rebinding: the page of a stranger's site reads what has the name of that site. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8090",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.nip.io",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "1.2.3",
        ""
      })
  void nameThatNobodyGave_isRefused(String host) throws Exception {
    server.page("/metrics", () -> Response.text(200, "secret"));

    assertThat(asked("GET /metrics HTTP/1.1", "Host: " + host))
        .startsWith("HTTP/1.1 421 ")
        .contains("HARBOR_MANAGEMENT_HOSTS")
        .doesNotContain("secret");
    assertThat(asked("GET /nowhere HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8090",
        "store.localhost:8090",
        "127.0.0.1",
        "10.1.2.3:8090",
        "[::1]:8090",
        "[fe80::1]",
        "Metrics.Example:8090"
      })
  void localName_address_andGivenName_areAnswered(String host) throws Exception {
    server.page("/metrics", () -> Response.text(200, "numbers"));

    assertThat(asked("GET /metrics HTTP/1.1", "Host: " + host)).endsWith("numbers");
  }

  /** Whoever stands between may go by the one, and this server by the other. */
  @Test
  void twoNames_orNone_areRefused() throws Exception {
    server.page("/metrics", () -> Response.text(200, "secret"));

    assertThat(asked("GET /metrics HTTP/1.1", "Host: localhost", "Host: evil.example"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("One Host, not 2\n");
    assertThat(asked("GET /metrics HTTP/1.1", "Host: localhost", "Host: localhost"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(asked("GET /metrics HTTP/1.1")).startsWith("HTTP/1.1 400 ");
    assertThat(asked("GET /metrics HTTP/1.0")).endsWith("secret");
  }

  @Test
  void settings_haveNamesWithoutPorts() {
    assertThat(ManagementSettings.from(Environment.of(Map.of())).hosts())
        .containsExactly("host.docker.internal");
    assertThat(hosts("Metrics.example, ops").hosts()).containsOnly("metrics.example", "ops");
    for (String bad : List.of("a:8090", "http://a", "a,,b", "*")) {
      assertThatThrownBy(() -> hosts(bad)).isInstanceOf(InvalidSetting.class);
    }
  }

  private static ManagementSettings hosts(String text) {
    return ManagementSettings.from(Environment.of(Map.of("HARBOR_MANAGEMENT_HOSTS", text)));
  }

  /** Sends these lines and nothing else; the whole answer. */
  private String asked(String... lines) throws IOException {
    String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> put(String body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/switch"))
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void head_hasTheHeadersOfGet_andNoBody() throws Exception {
    server.page("/health", () -> Response.text(200, "fine"));

    HttpResponse<String> answer = send("/health", "HEAD");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains("4");
    assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(answer.body()).isEmpty();
    assertThat(send("/health", "GET").body()).isEqualTo("fine");
  }

  @Test
  void pageThatFails_is500_andSaysNothingOfTheCause() throws Exception {
    server.page(
        "/metrics",
        () -> {
          throw new IllegalStateException("a secret");
        });

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("This page failed; the log says why.\n");
  }

  @Test
  void pageThatFailsWithAnError_is500() throws Exception {
    server.page(
        "/metrics",
        () -> {
          throw new StackOverflowError();
        });

    assertThat(get("/metrics").statusCode()).isEqualTo(500);
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    ManagementSettings same =
        new ManagementSettings("127.0.0.1", server.port(), "HARBOR_MANAGEMENT_PORT", Set.of());

    assertThatThrownBy(() -> ManagementServer.start(same))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "The management server cannot listen on port "
                + server.port()
                + ": it is in use. Stop what listens there or set HARBOR_MANAGEMENT_PORT.");
  }

  @Test
  void start_failsWithOneSentence_whenTheAddressIsNotOurs() {
    assertThatThrownBy(
            () -> ManagementServer.start(new ManagementSettings("192.0.2.1", 0, "PORT", Set.of())))
        .isInstanceOf(StartFailed.class)
        .hasMessageStartingWith("The management server cannot listen on port 0: Cannot assign");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(path, "GET");
  }

  private HttpResponse<String> send(String path, String method)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
