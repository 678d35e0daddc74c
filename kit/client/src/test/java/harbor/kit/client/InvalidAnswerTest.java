package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class InvalidAnswerTest {
  @Test
  void answer_isInternal_withAReasonOfItsOwn_andSaysWhatWasWrong() {
    InvalidAnswer refused = InvalidAnswer.of("stock.available", -5, "0 to 9");

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(ErrorReason.of(refused)).isEqualTo("INVALID_ANSWER");
    assertThat(ErrorReason.details(refused)).isEmpty();
    assertThat(refused.fault()).isEqualTo("stock.available: -5 (expected: 0 to 9)");
    assertThat(refused.getStackTrace()).isEmpty();
  }

  @Test
  void value_isCut_andStaysOnOneLine() {
    InvalidAnswer refused = InvalidAnswer.of("link", "a\nb" + "x".repeat(100), "a path");

    assertThat(refused.fault()).isEqualTo("link: a?b" + "x".repeat(57) + "... (expected: a path)");
  }
}
