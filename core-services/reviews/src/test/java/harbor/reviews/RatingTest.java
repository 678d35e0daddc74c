package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, 0",
    "1, 0, 0, 0, 0, 10",
    "0, 0, 0, 0, 7, 50",
    "0, 0, 0, 1, 1, 45",
    "0, 0, 2, 1, 0, 33",
    "0, 0, 1, 2, 0, 37",
    // 4.25 and 4.75: half up.
    "0, 0, 0, 3, 1, 43",
    "0, 0, 0, 1, 3, 48",
    // 4.249...: down.
    "0, 0, 0, 751, 249, 42",
    "2000000000, 0, 0, 0, 100000000, 12",
  })
  void averageTenths_isRoundedHalfUp(int one, int two, int three, int four, int five, int tenths) {
    Rating rating = new Rating("p", List.of(one, two, three, four, five));

    assertThat(rating.averageTenths()).isEqualTo(tenths);
    assertThat(rating.count()).isEqualTo(one + two + three + four + five);
  }

  @Test
  void none_hasNoReview() {
    assertThat(Rating.none("p")).isEqualTo(new Rating("p", List.of(0, 0, 0, 0, 0)));
  }

  @Test
  void constructor_throws_whenACountIsNegativeOrMissing() {
    assertThatThrownBy(() -> new Rating("p", List.of(0, 0, -1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rating("p", List.of(0, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
