package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorrelationIdTest {
  static String[] wellFormed() {
    return new String[] {"a", "AZaz09._-", "..", "a".repeat(64)};
  }

  static String[] malformed() {
    return new String[] {"", " ", "a b", "a/b", "ä", "a\n", "\u0000", "a,b", "a".repeat(65)};
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void id_isTaken_whenItIsWellFormed(String given) {
    assertThat(Identifiers.isWellFormed(given)).isTrue();
    assertThat(CorrelationId.takeOrMake(given).value()).isEqualTo(given);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void id_isReplaced_whenItIsMalformed(String given) {
    assertThat(Identifiers.isWellFormed(given)).isFalse();
    assertThat(CorrelationId.takeOrMake(given).value()).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void id_cannotBeMade_ofAMalformedText(String given) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CorrelationId(given))
        .withMessage("value: malformed (expected: 1 to 64 characters of [A-Za-z0-9._-])");
  }

  @Test
  void id_isMade_whenThereIsNone() {
    assertThat(CorrelationId.takeOrMake(null)).isNotEqualTo(CorrelationId.takeOrMake(null));
  }
}
