package harbor.carts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CouponCodeTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "SUMMER-25,SUMMER-25",
        "summer-25,SUMMER-25",
        "  Summer_25.1\t,SUMMER_25.1",
        "\u2003vip\u2003,VIP",
        "i,I",
        "0,0",
      })
  void typed_isTheSameCode_howeverItIsTyped(String typed, String code) {
    assertThat(CouponCode.typed(typed)).contains(new CouponCode(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "\t\n",
        "SUMMER 25",
        "ÜBER20",
        "ı",
        "spaß",
        "ＶＩＰ",
        "A\0",
        "A\u200B",
        "25%",
        "' OR 1=1 --"
      })
  void typed_isNoCode_whenItHoldsAnythingElse(String typed) {
    assertThat(CouponCode.typed(typed)).isEmpty();
  }

  @Test
  void typed_mayHave64Characters_andNoMore() {
    assertThat(CouponCode.typed(" " + "a".repeat(64) + " ")).isPresent();
    assertThat(CouponCode.typed("a".repeat(65))).isEmpty();
  }

  @Test
  void code_isRefused_whenItIsNotNormal() {
    assertThatThrownBy(() -> new CouponCode("summer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 1 to 64");
  }
}
