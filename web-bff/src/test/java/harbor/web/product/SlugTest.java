package harbor.web.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Home & Garden | home-garden",
        "\"  (Used) 4K TVs! \" | used-4k-tvs",
        "Caf\u00e9 | cafe",
        "Cafe\u0301s | cafes",
        "Stra\u00dfe | stra-e",
        "\u0130STANBUL | istanbul",
        "\u212a\u00fchlschr\u00e4nke | kuhlschranke",
        "a\ud83d\ude00b | a-b",
        "\u65e5\u672c | -",
        "\"\" | -",
      })
  void name_becomesPartOfAnAddress(String name, String slug) {
    assertThat(Slug.of(name)).isEqualTo(slug);
  }
}
