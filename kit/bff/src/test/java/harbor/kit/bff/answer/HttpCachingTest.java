package harbor.kit.bff.answer;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCachingTest {
  @Test
  void header_saysWhoMayKeepThePage_andForHowLong() {
    assertThat(HttpCaching.shared(ofSeconds(1), ofSeconds(2)).header())
        .isEqualTo("public, max-age=0, s-maxage=1, stale-while-revalidate=2");
    assertThat(HttpCaching.shared(ofSeconds(60), ZERO).header())
        .isEqualTo("public, max-age=0, s-maxage=60");
    assertThat(HttpCaching.personal(ofSeconds(30)).header()).isEqualTo("private, max-age=30");
    assertThat(HttpCaching.personal(ZERO).header()).isEqualTo("private, no-cache");
    assertThat(HttpCaching.NOT_KEPT.header()).isEqualTo("no-store");
  }

  @Test
  void time_isRefused_whenAHeaderCannotSayIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCaching.shared(ofMillis(1500), ZERO))
        .withMessage("fresh: PT1.5S (expected: whole seconds, at least 1)");
    assertThatIllegalArgumentException().isThrownBy(() -> HttpCaching.shared(ZERO, ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCaching.shared(ofSeconds(1), ofSeconds(-1)))
        .withMessageStartingWith("whileRevalidating: ");
    assertThatIllegalArgumentException().isThrownBy(() -> HttpCaching.personal(ofMillis(-1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public, max-age=0, s-maxage=1, stale-while-revalidate=1"
            + " | private, max-age=0, stale-while-revalidate=1",
        "public, max-age=31536000, immutable | private, max-age=31536000, immutable",
        "PUBLIC,S-MaxAge=60,proxy-revalidate | private, no-cache",
        "max-age=60 | private, max-age=60",
        "private=\"X-Id\", max-age=60 | private, private=\"X-Id\", max-age=60",
        "no-cache | private, no-cache",
        " | private, no-cache",
        "private, max-age=30 | private, max-age=30",
        "no-store | no-store",
      })
  void answerForOneClient_isKeptByNoSharedCache(String said, String expected) {
    assertThat(HttpCaching.forOneClient(said)).isEqualTo(expected);
  }
}
