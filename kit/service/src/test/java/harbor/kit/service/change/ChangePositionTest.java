package harbor.kit.service.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.kit.service.call.Failure;
import io.grpc.Status;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePositionTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "7, 1774000000123456", "9223372036854775807, -1"})
  void token_standsForItsPosition(long number, long atMicros) {
    ChangePosition position = new ChangePosition(number, atMicros);

    assertThat(ChangePosition.of(position.token())).isEqualTo(position);
    assertThat(position.token()).matches("[A-Za-z0-9_-]{23}");
  }

  @Test
  void tokens_differ_whenTheSameNumberWasGivenTwice() {
    assertThat(new ChangePosition(7, 1).token()).isNotEqualTo(new ChangePosition(7, 2).token());
  }

  /** Nothing, no Base64, Base64 of something else, a byte too few, a byte too many, unused bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "%",
        "SGVsbG8",
        "AQAAAAAAAAAHAAZNczpzAA",
        "AQAAAAAAAAAHAAZNczpzAEAA",
        "AQAAAAAAAAAHAAZNczpzAEB",
        "AQAAAAAAAAAHAAZNczpzAEA=",
        "AgAAAAAAAAAHAAZNczpzAEA"
      })
  void text_thatIsNoToken_endsTheCall(String text) {
    Failure failure = catchThrowableOfType(Failure.class, () -> ChangePosition.of(text));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.reason()).isEqualTo("INVALID_RESUME_TOKEN");
  }

  @Test
  void number_isNeverNegative() {
    String token = new ChangePosition(-1, 0).token();

    assertThat(Base64.getUrlDecoder().decode(token)).hasSize(17);
    assertThat(catchThrowableOfType(Failure.class, () -> ChangePosition.of(token)).reason())
        .isEqualTo("INVALID_RESUME_TOKEN");
  }

  /** The counter-test: what the malformed ones were made from is a token. */
  @Test
  void text_thatIsAToken_isRead() {
    assertThat(ChangePosition.of("AQAAAAAAAAAHAAZNczpzAEA").number()).isEqualTo(7);
  }
}
