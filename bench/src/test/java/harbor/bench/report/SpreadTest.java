package harbor.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void median_isTheMiddle_orTheMeanOfTheTwoMiddleOnes() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
  }

  @Test
  void text_isADash_whenNothingWasMeasured() {
    assertThat(Spread.of(List.of(Double.NaN)).text(1)).isEqualTo("-");
    assertThat(Spread.of(List.of(1234.56, Double.NaN)).text(1))
        .isEqualTo("1,234.6 (1,234.6..1,234.6)");
  }

  @Test
  void table_alignsItsColumns() {
    assertThat(new Table("target", "ms").row("Floor", "20.0"))
        .hasToString("| target |   ms |\n| ------ | ----:|\n| Floor  | 20.0 |\n");
  }
}
