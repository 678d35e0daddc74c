package harbor.kit.service.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {
  private static final Pattern WORD = Pattern.compile("[a-z]+");

  static Stream<ThrowingCallable> refused() {
    return Stream.of(
        () -> Fields.present("f", false),
        () -> Fields.id("f", "a b"),
        () -> Fields.externalId("f", "a/b"),
        () -> Fields.range("f", 0, 1, 5),
        () -> Fields.range("f", 6, 1, 5),
        () -> Fields.range("f", 90.1, -90, 90),
        () -> Fields.range("f", Double.NaN, -90, 90),
        () -> Fields.count("f", -1),
        () -> Fields.days("f", -1, "to", 1),
        () -> Fields.days("from", 2, "f", 1),
        () -> Fields.days("from", 2, "f", 366),
        () -> Fields.requiredText("f", " ", 5),
        () -> Fields.requiredText("f", "123456", 5),
        () -> Fields.text("f", "123456", 5),
        () -> Fields.text("f", "a\0b", 5),
        () -> Fields.code("f", "A", WORD, "small letters"),
        () -> Fields.list("f", List.of(1, 2, 3), 2),
        () -> Fields.texts("f", List.of("a", " "), 2, 5),
        () -> Fields.money("f", -1, "EUR", 0),
        () -> Fields.money("f", 0, "EUR", 1),
        () -> Fields.money("f", Money.MAX_MINOR + 1, "EUR", 0),
        () -> Fields.money("f", 1, "eur", 0),
        () -> Fields.money("f", 1, "ZZZ", 0),
        () -> Fields.instant("f", Instant.parse("+10000-01-01T00:00:00Z")),
        () -> Fields.instant("f", Timestamp.newBuilder().setNanos(-1).build()),
        () -> Fields.instant("f", Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void value_isRefused_outsideItsLimits(ThrowingCallable check) {
    InvalidField refused = catchThrowableOfType(InvalidField.class, check);

    assertThat(refused.field()).isEqualTo("f");
    assertThat(refused.description()).endsWith(").");
  }

  @Test
  void value_isGivenBack_withinItsLimits() {
    assertThat(Fields.id("f", "a.b_c-D")).isEqualTo("a.b_c-D");
    assertThat(Fields.range("f", 5, 1, 5)).isEqualTo(5);
    assertThat(Fields.range("f", -90.0, -90, 90)).isEqualTo(-90.0);
    assertThat(Fields.text("f", "😀".repeat(5), 5)).hasSize(10);
    assertThat(Fields.text("f", "", 5)).isEmpty();
    assertThat(Fields.code("f", "", WORD, "small letters")).isEmpty();
    assertThat(Fields.texts("f", Collections.nCopies(2, "a"), 2, 1)).hasSize(2);
    assertThat(Fields.money("f", Money.MAX_MINOR, "KWD", 0).message().getCurrency())
        .isEqualTo("KWD");
  }

  @Test
  void instant_isCutToMicroseconds_andComesBackAsTheSameMessage() {
    Timestamp message = Timestamp.newBuilder().setSeconds(1_000).setNanos(123_456_789).build();

    Instant instant = Fields.instant("f", message);

    assertThat(instant).isEqualTo("1970-01-01T00:16:40.123456Z");
    assertThat(Timestamps.of(instant)).isEqualTo(message.toBuilder().setNanos(123_456_000).build());
  }

  @Test
  void money_cannotBeNegative_norOfNoCurrency() {
    assertThatThrownBy(() -> new Money(-1, "EUR")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(1, "EURO")).isInstanceOf(IllegalArgumentException.class);
  }
}
