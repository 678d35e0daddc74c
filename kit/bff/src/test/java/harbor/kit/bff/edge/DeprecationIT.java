package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.edge.RawHttp.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a client of a deprecated route is told, before its last day and from then on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeprecationIT {
  private static final Instant SUNSET = Instant.parse("2030-01-01T00:00:00Z");

  private TestBff bff;

  @BeforeAll
  void start() {
    bff = TestBff.start();
  }

  @AfterAll
  void stop() {
    bff.close();
  }

  @BeforeEach
  void allIsWell() {
    bff.screenDoes((_, id) -> TestBff.ready(id));
    bff.timeIs(SUNSET.minusMillis(1));
  }

  @Test
  void answer_namesItsSuccessorAndItsEnd_untilThen() throws IOException {
    Answer answer = ask("/old/a");

    assertThat(answer.status()).isEqualTo(200);
    assertTold(answer, "/things/a");
    assertThat(answer.header("cache-control")).startsWith("public");
  }

  @Test
  void successor_hasTheIdEncoded() throws IOException {
    assertTold(ask("/old/gr%C3%B6%C3%9Fe%20%5BM%5D"), "/things/gr%C3%B6%C3%9Fe%20%5BM%5D");
  }

  @Test
  void route_isGone_fromThatInstantOn_andAsksNothing() throws IOException {
    bff.screenDoes((_, _) -> CompletableFuture.failedFuture(new AssertionError("asked")));
    bff.timeIs(SUNSET);

    Answer answer = ask("/old/a");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.body()).contains("VERSION_GONE").contains("Ask /things/a instead.");
    assertTold(answer, "/things/a");
  }

  @Test
  void unchangedPageAndError_sayItToo() throws IOException {
    String tag = ask("/old/a").header("etag");

    Answer unchanged = ask("/old/a", "If-None-Match: " + tag);
    Answer malformed = ask("/old/a%5Cb");

    assertThat(unchanged.status()).isEqualTo(304);
    assertTold(unchanged, "/things/a");
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.header("sunset")).isEqualTo("Tue, 01 Jan 2030 00:00:00 GMT");
    assertThat(malformed.headers()).doesNotContainKey("link");
  }

  /** The counter-test: another route says nothing of the kind, and has no end. */
  @Test
  void routeThatIsNotDeprecated_saysNothing_andStays() throws IOException {
    bff.timeIs(SUNSET);

    Answer answer = ask("/things/a");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKeys("deprecation", "sunset", "link");
  }

  @Test
  void end_isNotBeforeTheNotice() {
    assertThatThrownBy(
            () -> Deprecation.of(LocalDate.of(2026, 12, 1), LocalDate.of(2026, 11, 30), "/things"))
        .hasMessageContaining("sunset: 2026-11-30");
  }

  private Answer ask(String path, String... headers) throws IOException {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Accept: application/json";
    return RawHttp.request(bff.port(), "GET", path, all);
  }

  private static void assertTold(Answer answer, String successor) {
    assertThat(answer.header("deprecation")).isEqualTo("@1796083200");
    assertThat(answer.header("sunset")).isEqualTo("Tue, 01 Jan 2030 00:00:00 GMT");
    assertThat(answer.header("link")).isEqualTo("<" + successor + ">; rel=\"successor-version\"");
  }
}
