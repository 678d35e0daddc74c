package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/.//evil.example",
        "/././/evil.example",
        "/x/..//evil.example",
        "/%2e//evil.example",
        "/x/%2E%2e//evil.example",
        "/x/.%2e//evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http:/evil.example",
        "javascript:x",
        "data:text/html,x",
        "evil.example",
        "?x",
        "#x",
        "",
        "/auth",
        "/auth/login",
        "/auth/logout",
        "/auth/login?return=/x",
        "/./auth/login",
        "/x/../auth/login",
        "/%61uth/login",
        "/x/%2e%2e/auth/login",
        "/café",
        "/x\u0000",
        "/x\u007f",
        "/x y",
      })
  void address_becomesTheStartPage_whenItLeadsElsewhere(String asked) {
    assertThat(ReturnAddress.of(asked)).isEqualTo(ReturnAddress.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/p/HB1001?utm_campaign=50%25off",
        "/search?q=a%2Fb",
        "/search?q=//evil.example",
        "/search?next=https://evil.example",
        "/search?q=..//x#//y",
        "/p/100%",
        "/authors/auth/login",
        "/a//b",
        "/x/./y/../z",
        "/p;v=1/x|y?a[]={b}&c='d'",
      })
  void address_isKeptByteForByte_whenItIsOfThisSite(String asked) {
    assertThat(ReturnAddress.of(asked).value()).isEqualTo(asked);
  }

  @Test
  void address_becomesTheStartPage_whenItIsLong() {
    String longest = "/" + "a".repeat(ReturnAddress.MAX_LENGTH - 1);

    assertThat(ReturnAddress.of(longest).value()).isEqualTo(longest);
    assertThat(ReturnAddress.of(longest + "a")).isEqualTo(ReturnAddress.START);
    assertThat(ReturnAddress.of("/" + "a".repeat(10_000))).isEqualTo(ReturnAddress.START);
  }

  @Test
  void address_becomesTheStartPage_whenThereIsNone() {
    assertThat(ReturnAddress.of(null)).isEqualTo(ReturnAddress.START);
  }
}
