package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are ids, and how they stand in paths. */
class IdentifiersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "HB-1.2_3",
        "A B",
        "sku:1",
        "1+2",
        "größe",
        "[x]",
        "(M)",
        "50%",
        "a?b",
        "a#b",
        "a&b",
        "a,b",
        "a;b",
        "a=b",
        "a@b",
        "~a",
        "a'b",
        "a|b",
        "日本",
        "😀",
        "..."
      })
  void external_isWhatCanStandInASegment(String id) {
    assertThat(Identifiers.isExternal(id)).isTrue();

    String path = "/p/" + PathSegment.encode(id);
    assertThat(URI.create(path).getRawPath()).isEqualTo(path).matches("/p/[!-~&&[^/?#;]]+");
    assertThat(URLDecoder.decode(path.substring(3).replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        " a",
        "a ",
        "a\tb",
        "a\nb",
        "a\0b",
        "a\u0085b",
        "a\u00a0b",
        "a\u200bb",
        "a\u202eb",
        "a\u2028b",
        "a\uD800",
        "\uE000"
      })
  void external_isNothingElse(String id) {
    assertThat(Identifiers.isExternal(id)).isFalse();
  }

  @Test
  void external_hasAtMost64Characters_asPostgresCountsThem() {
    assertThat(Identifiers.isExternal("😀".repeat(64))).isTrue();
    assertThat(Identifiers.isExternal("😀".repeat(65))).isFalse();
    assertThat(Identifiers.isExternal("a".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"A B, A%20B", "sku:1+2, sku:1+2", "ä;b, %C3%A4%3Bb", "HB1, HB1", "50%, 50%25"})
  void segment_keepsWhatCanStay(String id, String segment) {
    assertThat(PathSegment.encode(id)).isEqualTo(segment);
  }
}
