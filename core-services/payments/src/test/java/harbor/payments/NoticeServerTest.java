package harbor.payments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices over HTTP: who may bring one, and what is made of it. */
class NoticeServerTest {
  private static final String NOTICE = "{\"id\":\"nt_1\",\"entry\":{\"reference\":\"order-1\"}}";
  private static final long NOW = 1_767_225_600;

  private final SettableClock clock = new SettableClock();
  private final List<String> heeded = new CopyOnWriteArrayList<>();
  private boolean isDown;
  private final HttpClient client = HttpClient.newHttpClient();
  private final NoticeServer server =
      NoticeServer.start(Sandbox.nowhere(), new NoticeSignature("secret", clock), this::heed);

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void notice_isHeeded_howeverOftenItComes() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(post(signature("secret", NOW, NOTICE), NOTICE)).isEqualTo(200);
    }

    assertThat(heeded).containsExactly("order-1", "order-1", "order-1");
  }

  @Test
  void notice_isRefused_unlessItsSignatureIsTheProviders() throws Exception {
    for (String wrong :
        List.of(
            "",
            "t=1",
            "t=%d,v1=".formatted(NOW),
            "t=99999999999999999999,v1=" + "0".repeat(64),
            signature("another", NOW, NOTICE),
            signature("secret", NOW, NOTICE + " "),
            signature("secret", NOW + 1, NOTICE).replace("t=" + (NOW + 1), "t=" + NOW))) {
      assertThat(post(wrong, NOTICE)).isEqualTo(401);
    }

    assertThat(heeded).isEmpty();
  }

  @Test
  void notice_isRefused_whenItIsOld() throws Exception {
    String signature = signature("secret", NOW, NOTICE);
    clock.advance(Duration.ofMinutes(5));
    assertThat(post(signature, NOTICE)).isEqualTo(200);

    clock.advance(Duration.ofSeconds(1));

    assertThat(post(signature, NOTICE)).isEqualTo(401);
    assertThat(post(signature("secret", NOW + 602, NOTICE), NOTICE)).isEqualTo(401);
  }

  /** What is not signed is not even read as JSON: it is 401, never 400. */
  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{}", "{\"entry\":{\"reference\":\"no id\"}}", "null"})
  void nonsense_isRefused_accordingToItsSignature(String body) throws Exception {
    assertThat(post("", body)).isEqualTo(401);
    assertThat(post(signature("secret", NOW, body), body)).isEqualTo(400);
    assertThat(heeded).isEmpty();
  }

  @Test
  void notice_isWantedAgain_whenTheProviderCannotBeAsked() throws Exception {
    isDown = true;

    assertThat(post(signature("secret", NOW, NOTICE), NOTICE)).isEqualTo(503);
  }

  @Test
  void otherRequests_areRefused() throws Exception {
    URI address = URI.create("http://127.0.0.1:%d/notices".formatted(server.port()));

    for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
      HttpResponse<Void> answer =
          send(HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("allow")).as(method).contains("POST");
    }
    assertThat(status(HttpRequest.newBuilder(address.resolve("/other")).GET())).isEqualTo(404);
    assertThat(post("", "x".repeat(70_000))).isEqualTo(413);
  }

  private void heed(String orderId) {
    if (isDown) {
      throw new ProviderUnavailable("down");
    }
    heeded.add(orderId);
  }

  private int post(String signature, String body) throws IOException, InterruptedException {
    return status(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/notices".formatted(server.port())))
            .header("Provider-Signature", signature)
            .POST(BodyPublishers.ofString(body)));
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request).statusCode();
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.discarding());
  }

  private static String signature(String secret, long seconds, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return "t=%d,v1=%s"
        .formatted(
            seconds, HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(UTF_8))));
  }
}
