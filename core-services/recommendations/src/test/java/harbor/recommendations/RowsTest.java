package harbor.recommendations;

import static harbor.recommendations.Examples.eur;
import static harbor.recommendations.Examples.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
  @ParameterizedTest
  @CsvSource({
    "'', Kettle, /i, 1, Acme, Home, g, product_id",
    "p, ' ', /i, 1, Acme, Home, g, title",
    "p, Kettle, /i, 0, Acme, Home, g, price",
    "p, Kettle, /i, 1, Acme, ' ', g, category_path",
  })
  void profile_namesTheFieldAtFault(
      String id,
      String title,
      String image,
      long minor,
      String brand,
      String category,
      String group,
      String field) {
    InvalidField fault =
        catchThrowableOfType(
            InvalidField.class,
            () -> new Profile(id, title, image, "", eur(minor), brand, List.of(category), group));

    assertThat(fault.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "201, 0, 0, 1, 1, title",
    "1, 2001, 0, 1, 1, image_url",
    "1, 0, 101, 1, 1, brand",
    "1, 0, 0, 7, 1, category_path",
    "1, 0, 0, 6, 84, category_path",
  })
  void profile_isRefused_overItsLimits(
      int title, int image, int brand, int categories, int name, String field) {
    InvalidField fault =
        catchThrowableOfType(
            InvalidField.class,
            () ->
                new Profile(
                    "p",
                    "x".repeat(title),
                    "x".repeat(image),
                    "",
                    eur(1),
                    "x".repeat(brand),
                    Collections.nCopies(categories, "x".repeat(name)),
                    ""));

    assertThat(fault.field()).isEqualTo(field);
  }

  @Test
  void profile_needsNeitherPictureNorBrandNorCategoryNorGroup() {
    assertThatCode(() -> new Profile("p", "x", "", "", eur(1), "", List.of(), ""))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, p, 1, order_id",
    "o, 0, p, 1, line_number",
    "o, 1, a/b, 1, product_id",
    "o, 1, p, 0, quantity",
  })
  void line_namesTheFieldAtFault(
      String order, int number, String product, int quantity, String field) {
    InvalidField fault =
        catchThrowableOfType(InvalidField.class, () -> line(order, number, product, quantity));

    assertThat(fault.field()).isEqualTo(field);
  }

  @Test
  void line_isRefused_withNulInTheCountry() {
    InvalidField fault =
        catchThrowableOfType(
            InvalidField.class, () -> new OrderLine("o", 1, "p", 1, eur(0), Instant.EPOCH, "a\0b"));

    assertThat(fault.field()).isEqualTo("country");
  }

  @ParameterizedTest
  @CsvSource({"-1, EUR", "2000000001, EUR", "1, eur", "1, ''", "1, ZZZ"})
  void amount_isRefused_outsideItsLimits(long minor, String currency) {
    InvalidField fault =
        catchThrowableOfType(
            InvalidField.class, () -> Fields.money("unit_price", minor, currency, 0));

    assertThat(fault.field()).isEqualTo("unit_price");
  }

  @Test
  void batch_keepsTheLastRowOfAKey_andReportsRefusedRowsByTheirPlace() {
    ImportBatch<OrderLine> batch =
        ImportBatch.of(List.of(1, 0, 3), quantity -> line("o", 1, "p", quantity), OrderLine::key);

    assertThat(batch.accepted()).containsExactly(line("o", 1, "p", 3));
    assertThat(batch.refused())
        .extracting(row -> row.getIndex() + " " + row.getField())
        .containsExactly("1 quantity");
  }
}
