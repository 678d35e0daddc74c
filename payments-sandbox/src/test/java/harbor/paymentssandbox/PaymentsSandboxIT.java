package harbor.paymentssandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.testing.TestPorts;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox over HTTP, as a merchant has it. */
class PaymentsSandboxIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final HttpServer merchant = merchant();
  private final Telemetry telemetry =
      Telemetry.recording("payments-sandbox", SpanExporter.composite());
  private PaymentsSandbox sandbox = start(Map.of());

  private record Notice(String signature, String body, long answersBefore) {
    long entry() throws IOException {
      return JSON.readTree(body).path("entry").path("number").asLong();
    }
  }

  private final AtomicLong answers = new AtomicLong();

  @BeforeEach
  void listen() {
    merchant.start();
  }

  @AfterEach
  void close() {
    sandbox.close();
    telemetry.close();
    merchant.stop(0);
    client.close();
  }

  @Test
  void payment_goesItsWay_overHttp() throws Exception {
    HttpResponse<String> held = authorize("a", "tok_approve");
    String authorization = JSON.readTree(held.body()).path("authorization").asText();
    HttpResponse<String> captured =
        post("b", "/v1/authorizations/" + authorization + "/captures", amount(5_000));
    HttpResponse<String> refunded =
        post("c", "/v1/authorizations/" + authorization + "/refunds", amount(1_000));
    HttpResponse<String> tooMuch =
        post("d", "/v1/authorizations/" + authorization + "/refunds", amount(4_001));

    assertThat(held.statusCode()).isEqualTo(201);
    assertThat(captured.statusCode()).isEqualTo(201);
    assertThat(refunded.statusCode()).isEqualTo(201);
    assertThat(tooMuch.statusCode()).isEqualTo(402);
    assertThat(entries("reference=order-1")).hasSize(4);
    assertThat(entries("key=c").getFirst().path("amount").asLong()).isEqualTo(1_000);
    assertThat(entries("after=1&limit=2")).hasSize(2);
  }

  @Test
  void repetition_isAnsweredAlike() throws Exception {
    HttpResponse<String> first = authorize("a", "tok_approve");
    HttpResponse<String> again = authorize("a", "tok_approve");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("idempotent-replayed")).hasValue("true");
    assertThat(authorize("a", "tok_decline").statusCode()).isEqualTo(409);
  }

  @Test
  void request_isRefused_whenItIsMalformed() throws Exception {
    assertThat(post("a", "/v1/authorizations", "{").statusCode()).isEqualTo(400);
    assertThat(post("a", "/v1/authorizations", amount(1)).statusCode()).isEqualTo(400);
    assertThat(post("", "/v1/authorizations", authorization("tok_approve", "10")).statusCode())
        .isEqualTo(400);
    for (String wrong : List.of("0", "-1", "1.5", "\"5\"", "null")) {
      assertThat(post("a", "/v1/authorizations", authorization("tok_approve", wrong)).statusCode())
          .isEqualTo(400);
    }
    assertThat(post("a", "/v1/authorizations/sb_1/captures", amount(1)).statusCode())
        .isEqualTo(404);
    assertThat(post("a", "/v1/nothing", "{}").statusCode()).isEqualTo(404);
    assertThat(entries("after=0")).isEmpty();
  }

  @Test
  void otherMethod_isRefused_withThoseThatThereAre() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri("/v1/entries"))
                .header("Authorization", "Bearer sandbox-key")
                .DELETE()
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, POST");
  }

  @Test
  void request_isRefused_withoutTheKey() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/entries?after=0"))
            .header("Authorization", "Bearer another")
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void answerIsLost_butTheMoneyIsHeld_whenTheCardSaysSo() throws Exception {
    assertThatThrownBy(() -> authorize("a", "tok_timeout")).isInstanceOf(IOException.class);

    assertThat(entries("key=a").getFirst().path("status").asText()).isEqualTo("done");
    assertThat(authorize("a", "tok_timeout").statusCode()).isEqualTo(201);
    assertThat(entries("after=0")).hasSize(1);
  }

  @Test
  void notice_isSigned_andComesOnce() throws Exception {
    authorize("a", "tok_approve");

    await().until(() -> notices.size() == 1);
    Notice notice = notices.getFirst();
    assertThat(notice.signature()).isEqualTo(signed(notice));
    assertThat(JSON.readTree(notice.body()).path("id").asText()).isEqualTo("nt_1");
    assertThat(JSON.readTree(notice.body()).path("entry").path("reference").asText())
        .isEqualTo("order-1");
  }

  @Test
  void notice_comesBeforeTheAnswer_whenItIsEarly() throws Exception {
    authorize("a", "tok_notice_early");

    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().answersBefore()).isZero();
  }

  @Test
  void notices_comeThreeTimes_whenTheyAreDoubled() throws Exception {
    authorize("a", "tok_notice_doubled");

    await().until(() -> notices.size() == 3);
    assertThat(notices).extracting(Notice::body).containsOnly(notices.getFirst().body());
  }

  @Test
  void notices_comeInTheOtherOrder_whenTheyAreReordered() throws Exception {
    HttpResponse<String> held = authorize("a", "tok_notice_reordered");
    String authorization = JSON.readTree(held.body()).path("authorization").asText();
    post("b", "/v1/authorizations/" + authorization + "/captures", amount(5_490));

    await().until(() -> notices.size() == 2);
    assertThat(notices.getFirst().entry()).isEqualTo(2);
    assertThat(notices.getLast().entry()).isEqualTo(1);
  }

  @Test
  void notice_comesLater_whenItIsLate() throws Exception {
    authorize("a", "tok_notice_late");
    authorize("b", "tok_approve");

    await().until(() -> notices.size() == 2);
    assertThat(notices.getLast().entry()).isEqualTo(1);
  }

  /** SIGKILL while it answers: what it answered is there, and is answered alike. */
  @Test
  void ledger_isKept_whenTheProcessIsKilled(@TempDir Path folder) throws Exception {
    int port = TestPorts.next();
    sandbox.close();
    Process process = alone(folder, port);
    await().ignoreExceptions().atMost(Duration.ofMinutes(1)).until(() -> isUp(port));
    Map<String, String> answered = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      answered.put("k" + i, authorize(port, "k" + i, "tok_approve").body());
    }
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();

    sandbox = start(Map.of("HARBOR_PAYMENTS_SANDBOX_LEDGER", folder.resolve("ledger").toString()));

    assertThat(entries("after=0&limit=100")).hasSize(20);
    for (Map.Entry<String, String> one : answered.entrySet()) {
      assertThat(authorize(one.getKey(), "tok_approve").body()).isEqualTo(one.getValue());
    }
  }

  @Test
  void process_doesNotRunAlone_unlessItIsTold(@TempDir Path folder) throws Exception {
    ProcessBuilder builder = command(folder, TestPorts.next());
    builder.environment().remove("HARBOR_PAYMENTS_SANDBOX");
    Process process = builder.start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("not real", "HARBOR_PAYMENTS_SANDBOX=on");
  }

  @Test
  void badSettings_areRefusedByName() {
    for (String name :
        List.of("HARBOR_PAYMENTS_SANDBOX_PORT", "HARBOR_PAYMENTS_SANDBOX_NOTICES_URL")) {
      assertThatThrownBy(() -> PaymentsSandboxSettings.from(Environment.of(Map.of(name, "x:y z"))))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining(name);
    }
    assertThat(PaymentsSandboxSettings.from(Environment.of(Map.of())).toString())
        .doesNotContain("secret", "sandbox-key");
  }

  private boolean isUp(int port) throws Exception {
    return client
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port))).build(),
                BodyHandlers.discarding())
            .statusCode()
        == 401;
  }

  private static Process alone(Path folder, int port) throws IOException {
    return command(folder, port).redirectOutput(folder.resolve("log").toFile()).start();
  }

  private static ProcessBuilder command(Path folder, int port) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                PaymentsSandboxMain.class.getName())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HARBOR_PAYMENTS_SANDBOX", "on",
                "HARBOR_PAYMENTS_SANDBOX_PORT", Integer.toString(port),
                "HARBOR_MANAGEMENT_PORT", "0",
                "OTEL_SDK_DISABLED", "true",
                "HARBOR_PAYMENTS_SANDBOX_LEDGER", folder.resolve("ledger").toString()));
    return builder;
  }

  private PaymentsSandbox start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("HARBOR_PAYMENTS_SANDBOX_PORT", "0");
    all.put("HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "0");
    all.put("HARBOR_PAYMENTS_SANDBOX_LATE_MS", "500");
    all.put(
        "HARBOR_PAYMENTS_SANDBOX_NOTICES_URL",
        "http://127.0.0.1:%d/notices".formatted(merchant.getAddress().getPort()));
    return (PaymentsSandbox) PaymentsSandbox.PROCESS.start(Environment.of(all), telemetry);
  }

  private HttpServer merchant() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/notices", this::take);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      notices.add(
          new Notice(
              exchange.getRequestHeaders().getFirst("Provider-Signature"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8),
              answers.get()));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String signed(Notice notice) throws Exception {
    String seconds = notice.signature().replaceFirst("t=(\\d+),.*", "$1");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("sandbox-notice-secret".getBytes(UTF_8), "HmacSHA256"));
    return "t=%s,v1=%s"
        .formatted(
            seconds,
            HexFormat.of().formatHex(mac.doFinal((seconds + "." + notice.body()).getBytes(UTF_8))));
  }

  private HttpResponse<String> authorize(String key, String token) throws Exception {
    return authorize(sandbox.port(), key, token);
  }

  private HttpResponse<String> authorize(int port, String key, String token) throws Exception {
    return post(port, key, "/v1/authorizations", authorization(token, "5490"));
  }

  private static String authorization(String token, String amount) {
    return "{\"reference\":\"order-1\",\"amount\":%s,\"currency\":\"EUR\",\"source\":\"%s\"}"
        .formatted(amount, token);
  }

  private static String amount(long minor) {
    return "{\"amount\":%d,\"currency\":\"EUR\"}".formatted(minor);
  }

  private HttpResponse<String> post(String key, String path, String body) throws Exception {
    return post(sandbox.port(), key, path, body);
  }

  private HttpResponse<String> post(int port, String key, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer sandbox-key")
            .POST(BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    answers.incrementAndGet();
    return response;
  }

  private List<JsonNode> entries(String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/entries?" + query))
            .header("Authorization", "Bearer sandbox-key")
            .build();
    JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    return List.copyOf(answer.path("entries").valueStream().toList());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + sandbox.port() + path);
  }
}
