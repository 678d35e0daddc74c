package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.table.TableRow;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By itself, and as a column of every form of file. */
class SaleRangeTest extends FirstRow {
  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:00-0800/2024-01-31T23:59-0800, 2024-01-01T08:00:00Z, 2024-02-01T07:59:00Z",
    "2024-01-01T00:00Z/2024-01-31T23:59Z, 2024-01-01T00:00:00Z, 2024-01-31T23:59:00Z",
    "2024-01-01T00:00:30z/2024-01-31t23:59:59.5Z, 2024-01-01T00:00:30Z, 2024-01-31T23:59:59.500Z",
    "2024-01-01T00:00+0100/2024-01-31T23:59+01:00, 2023-12-31T23:00:00Z, 2024-01-31T22:59:00Z",
    "2024-01-01T00:00+01 / 2024-01-31 23:59 +0100, 2023-12-31T23:00:00Z, 2024-01-31T22:59:00Z",
    "2024-01-01T00:00Z, 2024-01-01T00:00:00Z, ",
    "2024-01-01T00:00Z/, 2024-01-01T00:00:00Z, ",
    "/2024-01-31T23:59Z, , 2024-01-31T23:59:00Z",
    // The hour that there is twice: the offset says which.
    "2026-10-25T02:30+0200/2026-10-25T02:30+0100, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
  })
  void range_isRead_inEveryForm(String text, Instant start, Instant end) throws IOException {
    SaleRange range = new SaleRange(Optional.ofNullable(start), Optional.ofNullable(end));

    assertThat(SaleRange.parse(text)).isEqualTo(range);
    assertThat(valid(onSale(text)).value().offer().saleRange()).isEqualTo(range);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-01T00:00Z/2024-01-31T00:00Z, ends before it starts",
    "2024-02-01T00:00+0100/2024-01-31T23:00Z, ends before it starts",
    "/, has neither start nor end",
    "2024-01-01T00:00Z/2024-01-02T00:00Z/2024-01-03T00:00Z, slash between them",
    "2024-01-01/2024-01-31, is not a time with its offset",
    "2024-01-01T00:00/2024-01-31T23:59, is not a time with its offset",
    "next week, is not a time with its offset",
    "2024-02-30T00:00Z, is a time that there is not",
    "2024-02-03T25:00Z, is a time that there is not",
    "2024-02-03T00:00+9900, is a time that there is not",
  })
  void range_isRefused_whenItIsNone(String text, String why) throws IOException {
    assertThatThrownBy(() -> SaleRange.parse(text))
        .isInstanceOf(DateTimeParseException.class)
        .hasMessageContaining(why);
    assertThat(faults(onSale(text)))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.column()).isEqualTo("sale_price_effective_date");
              assertThat(fault.value()).isEqualTo(text);
              assertThat(fault.problem()).contains(why);
            });
  }

  private TableRow<ProductData> onSale(String range) throws IOException {
    return rowWith(
        Map.of("sale_price", "5.00 EUR", "sale_price_effective_date", range), FeedOptions.NONE);
  }

  @Test
  void range_hasNoBounds_whenNothingIsSaid() {
    assertThat(SaleRange.parse("")).isEqualTo(SaleRange.ALWAYS);
    assertThat(SaleRange.ALWAYS.isBounded()).isFalse();
  }
}
