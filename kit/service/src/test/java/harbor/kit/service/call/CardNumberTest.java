package harbor.kit.service.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
        "378282246310005",
        "tok_4111.1111.1111.1111_x"
      })
  void cardNumber_isFound_howeverItIsWritten(String text) {
    assertThat(CardNumber.isIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tok_approve",
        "4111111111111112",
        "41111111111",
        "4111a1111b1111c1111",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa"
      })
  void otherTexts_areNone(String text) {
    assertThat(CardNumber.isIn(text)).isFalse();
  }
}
