package harbor.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.e2e.faults.Page.Answer;
import harbor.e2e.faults.Verdict.Ending;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge finds what is dishonest. */
class VerdictTest {
  private static final String WHOLE = "{\"id\":\"HB1001\",\"price\":{\"amount\":1},\"meta\":{}}";
  private static final String DEGRADED = "{\"id\":\"HB1001\",\"meta\":{\"degraded\":true}}";
  private static final String ERROR =
      """
      {"code":"CATALOG_UNAVAILABLE","message":"Try again in a moment.","retryable":true,
      "traceId":"0af7651916cd43dd8448eb211c80319c"}
      """;
  private static final Set<String> FIELDS = Set.of("", "/id", "/price", "/price/amount", "/meta");

  @Test
  void honestAnswers_haveNoFault() {
    assertThat(of(200, WHOLE, "etag", "\"1\"", "cache-control", "public"))
        .isEqualTo(new Verdict(Ending.WHOLE, "", List.of()));
    assertThat(of(200, WHOLE, "x-stale", "catalog.product", "cache-control", "no-store"))
        .isEqualTo(new Verdict(Ending.STALE, "", List.of()));
    assertThat(of(200, DEGRADED, "x-degraded", "pricing.price", "cache-control", "no-store"))
        .isEqualTo(new Verdict(Ending.DEGRADED, "", List.of()));
    assertThat(of(503, ERROR, "cache-control", "no-store"))
        .isEqualTo(new Verdict(Ending.FAILED, "CATALOG_UNAVAILABLE", List.of()));
  }

  @Test
  void degradedPage_isAtFault_whenItMayBeKeptOrDoesNotSaySo() {
    assertThat(of(200, DEGRADED, "x-degraded", "pricing.price").faults())
        .singleElement()
        .asString()
        .contains("may be kept");
    assertThat(
            of(
                    200,
                    DEGRADED,
                    "x-degraded",
                    "pricing.price",
                    "cache-control",
                    "no-store",
                    "etag",
                    "\"1\"")
                .faults())
        .singleElement()
        .asString()
        .contains("has the tag");
    assertThat(of(200, DEGRADED, "x-degraded", "something", "cache-control", "no-store").faults())
        .singleElement()
        .asString()
        .contains("names no calls");
    assertThat(of(200, WHOLE, "x-degraded", "pricing.price", "cache-control", "no-store").faults())
        .singleElement()
        .asString()
        .contains("its head does not");
  }

  @Test
  void pageWithoutAPart_isAtFault_whenItSaysThatItIsWhole() {
    assertThat(of(200, "{\"id\":\"HB1001\",\"meta\":{}}").faults())
        .singleElement()
        .asString()
        .contains("without [/price, /price/amount]");
  }

  @ParameterizedTest
  @CsvSource({
    "500, INTERNAL",
    "503, MADE_UP",
    "404, PRODUCT_NOT_FOUND",
    "401, NOT_SIGNED_IN",
  })
  void outage_isAtFault_whenItIsToldAsSomethingElse(int status, String code) {
    String body = ERROR.replace("CATALOG_UNAVAILABLE", code);

    assertThat(of(status, body, "cache-control", "no-store").faults())
        .anyMatch(fault -> fault.contains("an outage is told as"));
  }

  @Test
  void error_isAtFault_whenItSaysWhatIsInside() {
    String body = ERROR.replace("Try again", "java.lang.IllegalStateException");

    assertThat(of(503, body, "cache-control", "no-store").faults())
        .singleElement()
        .asString()
        .contains("says what is inside");
  }

  @Test
  void answer_isAtFault_whenThereIsNone() {
    assertThat(of(Optional.empty()).faults()).singleElement().asString().contains("no answer");
  }

  private static Verdict of(int status, String body, String... headers) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return of(Optional.of(new Answer(status, all, body, Duration.ofMillis(5))));
  }

  private static Verdict of(Optional<Answer> answer) {
    Page page = new Page(URI.create("http://localhost/web/products/HB1001"), Map.of(), false);
    return Verdict.of(page, answer, FIELDS, false);
  }
}
