package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.table.MoneyText;
import harbor.importer.table.Text;
import harbor.type.v1.Money;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money, measures and text of the Merchant specification, as tables. */
class MerchantValuesTest {

  @ParameterizedTest
  @CsvSource({
    "12.34 GBP, 1234, GBP",
    "0.01 GBP, 1, GBP",
    "1500 USD, 150000, USD",
    "1500 JPY, 1500, JPY",
    "1.5 eur, 150, EUR",
    "9.990000 EUR, 999, EUR",
    "1.234 KWD, 1234, KWD",
    "12.34GBP, 1234, GBP",
    "-2.00 GBP, -200, GBP",
    "0 GBP, 0, GBP"
  })
  void amount_isMinorUnits(String text, long minor, String currency) {
    assertThat(MoneyText.parse(text)).contains(money(minor, currency));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12.34",
        "GBP",
        "GBP 12.34",
        "12,34 EUR",
        "1.234,50 EUR",
        "1,234.50 USD",
        "1.5 JPY",
        "1.999 EUR",
        "12.34 XYZ",
        "12.34 XXX",
        "12.34 GB",
        "free",
        "1e3 EUR",
        "99999999999999999 EUR"
      })
  void amount_isEmpty_whenNotExactlyThat(String text) {
    assertThat(MoneyText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2 kg, 1200",
    "800 g, 800",
    "1 lb, 454",
    "16 oz, 454",
    "'2,5 KG', 2500",
    "0.4 g, 1",
    "0 kg, 0",
    "400 mg, 1",
    "3lbs, 1361"
  })
  void grams_areWhole(String text, int grams) {
    assertThat(Measures.grams(text)).hasValue(grams);
  }

  @ParameterizedTest
  @CsvSource({"32 cm, 320", "12 in, 305", "7mm, 7", "1.2 m, 1200", "2 ft, 610", "21.5\", 546"})
  void millimetres_areWhole(String text, int millimetres) {
    assertThat(Measures.millimetres(text)).hasValue(millimetres);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "kg", "-1 kg", "1 stone", "1 cm", "999999999 kg"})
  void grams_areEmpty_whenNoWeight(String text) {
    assertThat(Measures.grams(text)).isEqualTo(OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Short title, Short title",
        "A title that is exactly forty letters ok, A title that is exactly forty letters ok",
        "A title that is exactly forty letters okay, A title that is exactly forty letters",
        "Stoneware dinner plate - set of four - blue, Stoneware dinner plate - set of four",
        "Donaudampfschifffahrtsgesellschaftskapitaenspatent,"
            + " Donaudampfschifffahrtsgesellschaftskapit",
        "KITCHEN SCALE WITH BOWL AND A LONG NAME TO CUT, KITCHEN SCALE WITH BOWL AND A LONG NAME"
      })
  void shorten_endsAtAWord(String title, String shortened) {
    assertThat(Text.shorten(title, 40)).isEqualTo(shortened).hasSizeLessThanOrEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void shorten_neverHalvesACharacter(int max) {
    String shortened = Text.shorten("😀😀😀😀", max);

    assertThat(shortened.length()).isLessThanOrEqualTo(max);
    assertThat(shortened.codePoints()).allMatch(point -> point == 0x1F600);
  }

  @ParameterizedTest
  @CsvSource({
    "'  a \t b ', a b",
    "'a\u00a0\u00a0b', a b",
    "'a\nb', a b",
    "'a\u0000b', a b",
    "'', ''"
  })
  void line_isClean(String text, String clean) {
    assertThat(Text.line(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource({"'a\n\n b ', 'a\nb'", "'a\r\nb', 'a\nb'", "' a  b', 'a b'"})
  void paragraphs_keepLineBreaks(String text, String clean) {
    assertThat(Text.paragraphs(text)).isEqualTo(clean);
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }
}
