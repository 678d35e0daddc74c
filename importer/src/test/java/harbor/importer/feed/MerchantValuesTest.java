package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import harbor.importer.feed.ProductData.Attributes;
import harbor.importer.progress.Fault;
import harbor.importer.table.MoneyText;
import harbor.importer.table.MoneyText.Amount;
import harbor.importer.table.MoneyText.Nothing;
import harbor.importer.table.MoneyText.Unclear;
import harbor.importer.table.TableRow;
import harbor.importer.table.Text;
import harbor.importer.table.TimeText;
import harbor.importer.table.TimeText.DayOrder;
import harbor.recommendations.v1.OrderLine;
import harbor.type.v1.Money;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Money, times, measures and text as tables; what stands in a column of its own also in every form
 * of file.
 */
class MerchantValuesTest extends FirstRow {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "12.34 GBP      | 1234   | GBP",
        "0.01 GBP       | 1      | GBP",
        "1500 USD       | 150000 | USD",
        "1500 JPY       | 1500   | JPY",
        "1,500 JPY      | 1500   | JPY",
        "1.5 eur        | 150    | EUR",
        "9.990000 EUR   | 999    | EUR",
        "1.234 KWD      | 1234   | KWD",
        "12.34GBP       | 1234   | GBP",
        "-2.00 GBP      | -200   | GBP",
        "0 GBP          | 0      | GBP",
        "12,50 EUR      | 1250   | EUR",
        "12,5 EUR       | 1250   | EUR",
        "1.299,00 EUR   | 129900 | EUR",
        "1,299.00 USD   | 129900 | USD",
        "1 299,00 PLN   | 129900 | PLN",
        "1'299.00 CHF   | 129900 | CHF",
        "1.299.000 EUR  | 129900000 | EUR",
        "1,234,567.89 USD | 123456789 | USD",
        "EUR 12.50      | 1250   | EUR",
        "€12.50         | 1250   | EUR",
        "12,50 €        | 1250   | EUR",
        "£3             | 300    | GBP",
        "US$ 4.20       | 420    | USD",
        "12,- EUR       | 1200   | EUR",
        "99 zł          | 9900   | PLN",
        "0.500 EUR      | 50     | EUR",
        "1234.500 EUR   | 123450 | EUR"
      })
  void amount_isMinorUnits(String text, long minor, String currency) throws IOException {
    assertThat(MoneyText.read(text, "")).isEqualTo(new Amount(money(minor, currency)));
    if (minor > 0) {
      assertThat(productWith("price", text).offer().list()).isEqualTo(money(minor, currency));
    } else {
      assertThat(faults(rowWith("price", text)))
          .extracting(Fault::problem)
          .containsExactly("is out of range");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12.34",
        "GBP",
        "1.5 JPY",
        "1.9999 EUR",
        "12.34 XYZ",
        "12.34 XXX",
        "12.34 GB",
        "$12.34",
        "100 kr",
        "free",
        "1e3 EUR",
        "12.3.4 EUR",
        "1,29.00 EUR",
        "EUR 12 USD",
        "99999999999999999 EUR"
      })
  void amount_isUnclear_whenNotExactlyThat(String text) throws IOException {
    assertThat(MoneyText.read(text, "")).isInstanceOf(Unclear.class);
    assertThat(faults(rowWith("price", text)))
        .extracting(Fault::column, Fault::value)
        .containsExactly(tuple("price", text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "1.299 EUR | write 1299.00 EUR or 1.299 EUR",
        "1,299 USD | write 1299.00 USD or 1.299 USD",
        "€12,500   | write 12500.00 EUR or 12.500 EUR"
      })
  void amount_isRefusedWithBothReadings_whenItHasTwo(String text, String advice)
      throws IOException {
    assertThat(MoneyText.read(text, "")).isEqualTo(new Unclear("can be read in two ways", advice));
    assertThat(faults(rowWith("price", text)))
        .containsExactly(new Fault("price", text, "can be read in two ways", advice));
  }

  @Test
  void amount_ofNothing_isNothing() {
    assertThat(MoneyText.read("", "EUR")).isEqualTo(new Nothing());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-03T10:00:00Z, 2026-05-03T10:00:00Z",
    "2026-05-03 10:00:00, 2026-05-03T10:00:00Z",
    "2026-05-03T10:00+0200, 2026-05-03T08:00:00Z",
    "2026-05-03 10:00:00 +0200, 2026-05-03T08:00:00Z",
    "2026-05-03T10:00:00.25-08:00, 2026-05-03T18:00:00.250Z",
    "2026-05-03T10:00+02, 2026-05-03T08:00:00Z",
    "2026-05-03, 2026-05-03T00:00:00Z",
    "2026/5/3 9:30, 2026-05-03T09:30:00Z",
    "03.05.2026 10:00, 2026-05-03T10:00:00Z"
  })
  void time_hasSeveralForms(String text, Instant time) throws IOException {
    assertThat(TimeText.read(text, DayOrder.UNKNOWN)).isEqualTo(moment(time));
    assertThat(valid(orderOf(text, DayOrder.UNKNOWN)).value().getOrderedAt())
        .isEqualTo(moment(time).time());
  }

  @Test
  void time_withSlashes_isRefusedWithBothReadings_unlessItIsSaidWhich() throws IOException {
    String problem = "can be read in two ways";
    String advice = "it is 3 May 2026 or 5 March 2026; say --dates dmy or --dates mdy";
    assertThat(TimeText.read("03/05/2026", DayOrder.UNKNOWN))
        .isEqualTo(new TimeText.Unclear(problem, advice));
    assertThat(faults(orderOf("03/05/2026", DayOrder.UNKNOWN)))
        .containsExactly(new Fault("ordered_at", "03/05/2026", problem, advice));
    assertThat(valid(orderOf("03/05/2026", DayOrder.DAY_FIRST)).value().getOrderedAt())
        .isEqualTo(moment(Instant.parse("2026-05-03T00:00:00Z")).time());
    assertThat(valid(orderOf("03/05/2026 10:00", DayOrder.MONTH_FIRST)).value().getOrderedAt())
        .isEqualTo(moment(Instant.parse("2026-03-05T10:00:00Z")).time());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-13-01", "2026-02-30", "31/31/2026", "2026-05-03T25:00"})
  void time_isUnclear_whenItIsNone(String text) throws IOException {
    String advice = "write it like 2026-01-31T09:30:00Z";
    assertThat(TimeText.read(text, DayOrder.UNKNOWN))
        .isEqualTo(new TimeText.Unclear("is not a time", advice));
    assertThat(faults(orderOf(text, DayOrder.UNKNOWN)))
        .containsExactly(new Fault("ordered_at", text, "is not a time", advice));
  }

  private TableRow<OrderLine> orderOf(String time, DayOrder dates) throws IOException {
    Map<String, String> line =
        Map.of(
            "order_id",
            "O",
            "product_id",
            "A",
            "quantity",
            "1",
            "unit_price",
            "1 EUR",
            "ordered_at",
            time);
    return rowInEveryForm(
        line, file -> OrderFeed.open(file, new FeedOptions("", dates), said::add));
  }

  private static TimeText.Moment moment(Instant time) {
    return new TimeText.Moment(
        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()).build());
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
  void grams_areWhole(String text, int grams) throws IOException {
    assertThat(Measures.grams(text)).hasValue(grams);
    TableRow.Valid<ProductData> row = valid(rowWith("shipping_weight", text));
    assertThat(row.value().attributes().weightGrams()).isEqualTo(grams);
    assertThat(row.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"32 cm, 320", "12 in, 305", "7mm, 7", "1.2 m, 1200", "2 ft, 610", "21.5\", 546"})
  void millimetres_areWhole(String text, int millimetres) throws IOException {
    assertThat(Measures.millimetres(text)).hasValue(millimetres);
    TableRow.Valid<ProductData> row =
        valid(
            rowWith(
                Map.of("product_length", text, "product_width", text, "product_height", text),
                FeedOptions.NONE));
    assertThat(row.value().attributes())
        .extracting(
            Attributes::lengthMillimetres,
            Attributes::widthMillimetres,
            Attributes::heightMillimetres)
        .containsOnly(millimetres);
    assertThat(row.remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "kg", "-1 kg", "1 stone", "1 cm", "999999999 kg"})
  void grams_areEmpty_whenNoWeight(String text) throws IOException {
    assertThat(Measures.grams(text)).isEqualTo(OptionalInt.empty());
    TableRow.Valid<ProductData> row = valid(rowWith("shipping_weight", text));
    assertThat(row.value().attributes().weightGrams()).isZero();
    assertThat(row.remarks()).hasSize(text.isEmpty() ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "cm", "-1 cm", "1 ell", "1 kg", "999999999 m"})
  void millimetres_areEmpty_whenNoLength(String text) throws IOException {
    assertThat(Measures.millimetres(text)).isEqualTo(OptionalInt.empty());
    TableRow.Valid<ProductData> row = valid(rowWith("product_length", text));
    assertThat(row.value().attributes().lengthMillimetres()).isZero();
    assertThat(row.remarks()).hasSize(text.isEmpty() ? 0 : 1);
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
