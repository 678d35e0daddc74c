package harbor.kit.bff.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
  private final Languages languages = new Languages(List.of(Locale.ENGLISH, Locale.GERMAN));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de                       | de",
        "DE                       | de",
        "de-AT                    | de",
        "de-DE,de;q=0.9,en;q=0.8  | de",
        "en-GB                    | en",
        "fr                       | en",
        "fr, de;q=0.5             | de",
        "de;q=0.1, en;q=0.9       | en",
        "*                        | en",
        "fr;q=1, *;q=0.1          | en",
        "de;q=x                   | en",
        ";;;                      | en",
        "a_b                      | en",
        "''                       | en"
      })
  void language_isTheOneThatSuitsBest(String acceptLanguage, String expected) {
    assertThat(languages.choose(acceptLanguage).toLanguageTag()).isEqualTo(expected);
  }

  @Test
  void language_isTheDefault_whenTheClientHasNoWish() {
    assertThat(languages.choose(null)).isEqualTo(Locale.ENGLISH);
  }

  @Test
  void languages_areRefused_whenThereIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Languages(List.of()));
  }
}
