package harbor.kit.bff.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "3"                  | 3
          W/"3"                | 3
          "3-gzip"             | 3
          "3--gzip"            | 3
          W/"3;br"             | 3
          ` "3" `              | 3
          "0"                  | 0
          "999999999999999999" | 999999999999999999
          """)
  void version_isTheOneInQuotes(String ifMatch, long version) {
    assertThat(Preconditions.version(ifMatch)).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "3",
        "\"3\", \"4\"",
        "\"3\",\"3\"",
        "\"\"",
        "",
        " ",
        "\"-3\"",
        "\"a\"",
        "\"3",
        "w/\"3\"",
        "\"1000000000000000000\"",
        "\"3-gzip-br\"",
        "\"\u0663\"",
        "W/3",
        "\"3\"x"
      })
  void version_isRefused_whenItIsAnythingElse(String ifMatch) {
    refused(EdgeEvent.BAD_REQUEST, "If-Match", () -> Preconditions.version(ifMatch));
  }

  @Test
  void version_isRequired() {
    refused(EdgeEvent.PRECONDITION_REQUIRED, "If-Match", () -> Preconditions.version(null));
  }

  @Test
  void key_isTakenAsItIs() {
    String longest = "~".repeat(255);

    assertThat(Preconditions.key("!", true)).isEqualTo("!");
    assertThat(Preconditions.key(longest, false)).isEqualTo(longest);
    assertThat(Preconditions.key(null, false)).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a b", "a\tb", "ä", "a\u007f", "a, b"})
  void key_isRefused_whenItIsRequired_andNoneOf1To255VisibleAsciiCharacters(@Nullable String key) {
    refused(EdgeEvent.BAD_REQUEST, "Idempotency-Key", () -> Preconditions.key(key, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä"})
  void key_isRefused_whenItIsMalformed_thoughNoneIsRequired(String key) {
    refused(EdgeEvent.BAD_REQUEST, "Idempotency-Key", () -> Preconditions.key(key, false));
    refused(
        EdgeEvent.BAD_REQUEST, "Idempotency-Key", () -> Preconditions.key("a".repeat(256), false));
  }

  private static void refused(EdgeEvent event, String field, Runnable reading) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            BadRequest.class,
            refusal -> {
              assertThat(refusal.event()).isEqualTo(event);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
