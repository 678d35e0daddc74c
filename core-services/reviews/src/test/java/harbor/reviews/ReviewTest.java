package harbor.reviews;

import static harbor.reviews.Examples.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewTest {
  @ParameterizedTest
  @CsvSource({"'', p, 5, id", "r, a/b, 5, product_id", "r, p, 0, rating", "r, p, 6, rating"})
  void constructor_namesTheFieldAtFault(String id, String productId, int stars, String field) {
    InvalidField fault =
        catchThrowableOfType(InvalidField.class, () -> review(id, productId, stars));

    assertThat(fault.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"201, 0, 0, title", "0, 5001, 0, body", "0, 0, 101, author"})
  void constructor_refusesTexts_overTheirLimit(int title, int body, int author, String field) {
    InvalidField fault =
        catchThrowableOfType(
            InvalidField.class,
            () -> withTexts("x".repeat(title), "x".repeat(body), "x".repeat(author)));

    assertThat(fault.field()).isEqualTo(field);
  }

  @Test
  void constructor_refusesNul_whichPostgresCannotHold() {
    InvalidField fault = catchThrowableOfType(InvalidField.class, () -> withTexts("", "a\0b", ""));

    assertThat(fault.field()).isEqualTo("body");
  }

  @Test
  void limits_countCharacters_notHalvesOfThem() {
    assertThat(withTexts("\uD83D\uDE00".repeat(200), "", "").title()).hasSize(400);
  }

  @Test
  void writtenAt_isInWholeMicroseconds() {
    Review review =
        new Review(
            "r",
            "p",
            1,
            "",
            "",
            "",
            Instant.parse("2026-01-01T00:00:00.123456789Z"),
            true,
            Moderation.PENDING);

    assertThat(review.writtenAt()).isEqualTo("2026-01-01T00:00:00.123456Z");
  }

  @Test
  void batch_keepsTheLastRowOfAKey_andReportsRefusedRowsByTheirPlace() {
    ImportBatch<Review> batch =
        ImportBatch.of(List.of(1, 9, 3), stars -> review("r", "p", stars), Review::id);

    assertThat(batch.accepted()).containsExactly(review("r", "p", 3));
    assertThat(batch.refused())
        .extracting(row -> row.getIndex() + " " + row.getField() + " " + row.getDescription())
        .containsExactly("1 rating 9 (expected: 1 to 5).");
  }

  private static Review withTexts(String title, String body, String author) {
    return new Review(
        "r", "p", 1, title, body, author, Examples.LONG_AGO, false, Moderation.APPROVED);
  }
}
