package harbor.kit.runtime;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment.Declared;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t"})
  void setting_hasItsDefault_whenTheVariableIsBlank(String blank) {
    Environment environment =
        Environment.of(Map.of("TEXT", blank, "PORT", blank, "MILLIS", blank, "WORD", blank));

    assertThat(environment.text("TEXT", "default", "")).isEqualTo("default");
    assertThat(environment.optionalText("TEXT", "")).isEmpty();
    assertThat(environment.port("PORT", 8080, "")).isEqualTo(8080);
    assertThat(environment.oneOf("WORD", List.of("a", "b"), "b", "")).isEqualTo("b");
    assertThat(millis(environment)).isEqualTo(ofMillis(200));
  }

  @Test
  void setting_hasItsDefault_whenTheVariableIsAbsent() {
    Environment environment = Environment.of(Map.of());

    assertThat(environment.text("TEXT", "default", "")).isEqualTo("default");
    assertThat(environment.integer("NUMBER", 7, 1, 10, "")).isEqualTo(7);
    assertThat(millis(environment)).isEqualTo(ofMillis(200));
  }

  @Test
  void setting_isWhatTheVariableSays_withoutTheSpaceAround() {
    Environment environment =
        Environment.of(Map.of("TEXT", " a b ", "PORT", " 0 ", "MILLIS", "100", "WORD", "a"));

    assertThat(environment.text("TEXT", "default", "")).isEqualTo("a b");
    assertThat(environment.optionalText("TEXT", "")).contains("a b");
    assertThat(environment.port("PORT", 8080, "")).isZero();
    assertThat(environment.oneOf("WORD", List.of("a", "b"), "b", "")).isEqualTo("a");
    assertThat(millis(environment)).isEqualTo(ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "x", "8080.0", "0x10", "99999999999"})
  void port_isRefused_whenItIsNone(String value) {
    Environment environment = Environment.of(Map.of("PORT", value));

    assertRefused(
        () -> environment.port("PORT", 8080, ""),
        "PORT is '" + value + "' (expected: a whole number from 0 to 65535)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10"})
  void number_isTaken_atItsBounds(String value) {
    Environment environment = Environment.of(Map.of("NUMBER", value));

    assertThat(environment.integer("NUMBER", 7, 1, 10, "")).isEqualTo(Integer.parseInt(value));
  }

  @Test
  void number_isRefused_beyondItsBounds() {
    Environment environment = Environment.of(Map.of("LOW", "0", "HIGH", "11"));

    assertRefused(
        () -> environment.integer("LOW", 7, 1, 10, ""),
        "LOW is '0' (expected: a whole number from 1 to 10)");
    assertRefused(
        () -> environment.integer("HIGH", 7, 1, 10, ""),
        "HIGH is '11' (expected: a whole number from 1 to 10)");
  }

  @Test
  void time_isRefused_beyondItsBounds() {
    Environment environment = Environment.of(Map.of("MILLIS", "1001"));

    assertRefused(
        () -> millis(environment), "MILLIS is '1001' (expected: a whole number from 10 to 1000)");
  }

  @Test
  void date_isTakenFromItsFirstDayOn() {
    assertThat(date("")).isEqualTo(LocalDate.of(2030, 1, 1));
    assertThat(date("2026-12-01")).isEqualTo(LocalDate.of(2026, 12, 1));
    assertRefused(
        () -> date("2026-11-30"),
        "DAY is '2026-11-30' (expected: a date from 2026-12-01 on, for instance 2030-01-01)");
    assertRefused(
        () -> date("soon"),
        "DAY is 'soon' (expected: a date from 2026-12-01 on, for instance 2030-01-01)");
  }

  private static LocalDate date(String value) {
    return Environment.of(Map.of("DAY", value))
        .date("DAY", LocalDate.of(2030, 1, 1), LocalDate.of(2026, 12, 1), "");
  }

  @Test
  void word_isRefused_whenItIsNoneOfThose() {
    Environment environment = Environment.of(Map.of("WORD", "A"));

    assertRefused(
        () -> environment.oneOf("WORD", List.of("a", "b"), "b", ""),
        "WORD is 'A' (expected: one of a, b)");
  }

  @Test
  void whatWasRead_isDeclaredOnce_inOrder() {
    Environment environment = Environment.of(Map.of());

    environment.text("B", "b", "The second letter.");
    environment.port("A", 1, "The first letter.");
    environment.text("B", "b", "The second letter.");

    assertThat(environment.declared())
        .containsExactly(
            new Declared("B", "b", "The second letter."),
            new Declared("A", "1", "The first letter."));
  }

  @Test
  void whatNothingReads_isFound_byItsPrefix() {
    Environment environment =
        Environment.of(Map.of("HARBOR_PORT", "1", "HARBOR_PROT", "2", "HOME", "/"));

    environment.port("HARBOR_PORT", 1, "");

    assertThat(environment.unread("HARBOR_")).containsExactly("HARBOR_PROT");
  }

  private static Duration millis(Environment environment) {
    return environment.millis("MILLIS", ofMillis(200), ofMillis(10), Duration.ofSeconds(1), "");
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }
}
