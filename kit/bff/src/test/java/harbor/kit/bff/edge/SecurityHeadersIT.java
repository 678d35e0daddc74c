package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpStatusException;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.runtime.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in every answer, and what other origins may read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecurityHeadersIT {
  private static final String OTHER = "https://shop.example";

  private final TestBff plain =
      TestBff.start(
          Map.of(
              "/moved",
              (_, _) -> HttpResponse.ofRedirect(HttpStatus.SEE_OTHER, "/things/lamp"),
              "/fails",
              (_, _) -> {
                throw new IllegalStateException("On purpose");
              },
              "/busy",
              (_, _) -> {
                throw HttpStatusException.of(HttpStatus.SERVICE_UNAVAILABLE);
              },
              "/late",
              (_, _) -> {
                throw HttpStatusException.of(HttpStatus.GATEWAY_TIMEOUT);
              },
              "/page",
              (_, _) ->
                  HttpResponse.of(
                      ResponseHeaders.of(
                          HttpStatus.OK,
                          HttpHeaderNames.CONTENT_SECURITY_POLICY,
                          "default-src 'self'"))));

  private final TestBff published =
      TestBff.start(
          LimitSettings.OFF,
          VerifiedClients.NONE,
          OriginSettings.from(
              Environment.of(
                  Map.of(
                      "HARBOR_TEST_BFF_PUBLIC_URL",
                      OTHER,
                      "HARBOR_TEST_BFF_ORIGINS",
                      "https://app.example, http://localhost:3000")),
              "test-bff"));

  @AfterAll
  void stop() {
    plain.close();
    published.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /things/lamp HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /things/lamp HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /catalogue/lamp HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /things/no+id HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /things/lamp HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /moved HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fails HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /page HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /things/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /things/lamp HTTP/1.1\r\nHost: a\r\nAccept: image/png\r\n\r\n",
        "BREW /things/lamp HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /things/lamp HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"
      })
  void answer_tellsBrowsersWhatToRefuse(String request) throws Exception {
    Answer answer = RawHttp.send(plain.port(), request);

    assertThat(answer.headers().get("x-content-type-options"))
        .as(request)
        .containsExactly("nosniff");
    assertThat(answer.headers().get("referrer-policy")).as(request).containsExactly("same-origin");
    assertThat(answer.headers().get("content-security-policy"))
        .as(request)
        .singleElement()
        .asString()
        .startsWith("default-src");
    assertThat(answer.headers()).as(request).doesNotContainKey("strict-transport-security");
  }

  @Test
  void lineThatIsTooLong_isToldToo() throws Exception {
    Answer answer =
        RawHttp.send(plain.port(), "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.headers())
        .containsKeys("x-content-type-options", "content-security-policy", "referrer-policy");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /things/lamp, 'GET, HEAD'",
    "GET, /grpc.health.v1.Health/Check, POST",
    "BREW, /things/lamp, 'GET, HEAD, POST, PUT, PATCH, DELETE'",
  })
  void methodThatIsNotAllowed_isToldWhichAre(String method, String path, String allowed)
      throws Exception {
    Answer answer = RawHttp.request(plain.port(), method, path, "Content-Length: 0");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().get("allow")).containsExactly(allowed);
  }

  @ParameterizedTest
  @CsvSource({"/busy, true", "/late, true", "/fails, false", "/nowhere, false"})
  void errorThatMayPass_saysWhenToAskAgain(String path, boolean says) throws Exception {
    Answer answer = get(plain, path);

    assertThat(answer.optionalHeader("retry-after").isPresent()).isEqualTo(says);
    answer
        .optionalHeader("retry-after")
        .ifPresent(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 2));
  }

  /** Who makes a page knows what it needs. */
  @Test
  void page_keepsItsOwnPolicy() throws Exception {
    assertThat(get(plain, "/page").header("content-security-policy"))
        .isEqualTo("default-src 'self'");
    assertThat(get(plain, "/").header("content-security-policy"))
        .contains("frame-ancestors 'none'");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example, true",
    "SHOP.example:443, true",
    "other.example, false",
    "localhost:8443, false",
    "shop.localhost, false",
    "127.0.0.1:8443, false",
    "[::1]:8443, false",
  })
  void transport_isStrict_onlyUnderTlsAndForThePublicName(String host, boolean isStrict)
      throws Exception {
    String request = "GET /things/lamp HTTP/1.1\r\nHost: " + host + "\r\n\r\n";

    assertThat(
            RawHttp.send(published.port(), request)
                .headers()
                .containsKey("strict-transport-security"))
        .isEqualTo(isStrict);
    // The counter-test: nothing says that browsers come over TLS.
    assertThat(RawHttp.send(plain.port(), request).headers())
        .doesNotContainKey("strict-transport-security");
  }

  @Test
  void pageOfWhoeverAsks_isKeptByNobodyElse() throws Exception {
    Answer kept = get(plain, "/account/lamp");
    assertThat(kept.header("cache-control")).isEqualTo("private, max-age=30");
    assertThat(kept.header("vary")).endsWith(", Authorization, Cookie");
    assertThat(get(plain, "/checkout/lamp").header("cache-control")).isEqualTo("private, no-store");
    // The counter-test: what is the same for everybody depends on neither.
    assertThat(get(plain, "/things/lamp").header("vary")).doesNotContain("Cookie");
    assertThat(get(plain, "/catalogue/lamp").header("vary")).doesNotContain("Cookie");
  }

  @Test
  void originOnTheList_mayRead_butNeverWithCredentials() throws Exception {
    for (String origin : List.of("https://app.example", "http://localhost:3000")) {
      Answer answer = get(published, "/catalogue/lamp", "Origin: " + origin);
      assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
      assertThat(answer.header("access-control-expose-headers")).contains("ETag");
      assertThat(answer.header("vary"))
          .isEqualTo("Accept, Accept-Encoding, Accept-Language, Origin");
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");

      Answer preflight = preflight(published, origin);
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("access-control-allow-origin")).isEqualTo(origin);
      assertThat(preflight.header("access-control-allow-methods")).contains("PATCH");
      assertThat(preflight.header("access-control-allow-headers")).contains("Idempotency-Key");
      assertThat(preflight.headers()).doesNotContainKey("access-control-allow-credentials");
    }
    // An error can be read as well.
    assertThat(
            get(published, "/nowhere", "Origin: https://app.example")
                .header("access-control-allow-origin"))
        .isEqualTo("https://app.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "https://evil.example", "https://app.example.evil.example", OTHER, "*"})
  void otherOrigin_mayNotRead(String origin) throws Exception {
    Answer answer = get(published, "/catalogue/lamp", "Origin: " + origin);
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    assertThat(answer.header("vary")).contains("Origin");
    assertThat(preflight(published, origin).headers())
        .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
  }

  /** Off by default. */
  @Test
  void noOrigin_mayRead_whenThereIsNoList() throws Exception {
    Answer answer = get(plain, "/catalogue/lamp", "Origin: https://app.example");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    assertThat(answer.header("vary")).doesNotContain("Origin");
    assertThat(preflight(plain, "https://app.example").status()).isEqualTo(405);
  }

  private static Answer preflight(TestBff bff, String origin) throws Exception {
    return RawHttp.request(
        bff.port(),
        "OPTIONS",
        "/things/lamp",
        "Origin: " + origin,
        "Access-Control-Request-Method: PATCH",
        "Access-Control-Request-Headers: content-type, idempotency-key");
  }

  private static Answer get(TestBff bff, String path, String... headers) throws Exception {
    return RawHttp.request(bff.port(), "GET", path, headers);
  }
}
