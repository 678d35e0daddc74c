package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainKeyTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final String TARGET = "/mobile/v1/products/HB1001?currency=EUR";

  private final ExplainKey key = key("A".repeat(43) + "=");

  @Test
  void signature_isGood_forItsTargetAndTime() {
    String signed = key.sign(TARGET, NOW);

    assertThat(signed).matches("[0-9]{10}\\.[A-Za-z0-9_-]{43}");
    assertThat(key.isValid(TARGET, signed, NOW)).isTrue();
    assertThat(key.isValid(TARGET, signed, NOW.plus(ExplainKey.LIFETIME).minusMillis(1))).isTrue();
  }

  @Test
  void signature_isGoodNoLonger() {
    String signed = key.sign(TARGET, NOW);

    assertThat(key.isValid(TARGET, signed, NOW.plus(ExplainKey.LIFETIME))).isFalse();
  }

  @Test
  void signature_ofAClockThatIsFarAhead_isNotGoodForDays() {
    String signed = key.sign(TARGET, NOW.plus(Duration.ofDays(30)));

    assertThat(key.isValid(TARGET, signed, NOW)).isFalse();
    assertThat(key.isValid(TARGET, key.sign(TARGET, NOW.plus(Duration.ofMinutes(9))), NOW))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mobile/v1/products/HB1002?currency=EUR",
        "/mobile/v1/products/HB1001",
        "/mobile/v1/products/HB1001?currency=EUR&all=true",
        "/mobile/v1/products/hb1001?currency=EUR",
        ""
      })
  void signature_isOfItsTargetAlone(String other) {
    assertThat(key.isValid(other, key.sign(TARGET, NOW), NOW)).isFalse();
  }

  @Test
  void signature_cannotBeMadeToLastLonger() {
    String signed = key.sign(TARGET, NOW);
    String later = Long.toString(NOW.plus(Duration.ofMinutes(9)).getEpochSecond());

    assertThat(key.isValid(TARGET, later + signed.substring(signed.indexOf('.')), NOW)).isFalse();
  }

  @Test
  void signature_isOfItsKeyAlone() {
    assertThat(key("B".repeat(42) + "A=").isValid(TARGET, key.sign(TARGET, NOW), NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "yes",
        "-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "99999999999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "99999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "1796126700.",
        "1796126700.ä"
      })
  void whatIsNoSignature_isNone(String said) {
    assertThat(key.isValid(TARGET, said, NOW)).isFalse();
  }

  /** The last character of a signature has two bits that mean nothing: they are compared, too. */
  @Test
  void signature_hasOneForm() {
    String signed = key.sign(TARGET, NOW);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(signed.charAt(signed.length() - 1));

    String other = signed.substring(0, signed.length() - 1) + alphabet.charAt(last ^ 1);

    assertThat(key.isValid(TARGET, other, NOW)).isFalse();
  }

  @Test
  void nothingIsExplained_withoutAKey() {
    assertThat(ExplainKey.from(Environment.of(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret-of-mine", "c2VjcmV0LW9mLW1pbmU="})
  void weakKey_endsTheStart_andIsNotShown(String weak) {
    assertThatThrownBy(() -> key(weak))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_EXPLAIN_KEY")
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining(weak);
  }

  private static ExplainKey key(String text) {
    return ExplainKey.from(Environment.of(Map.of("HARBOR_EXPLAIN_KEY", text))).orElseThrow();
  }
}
