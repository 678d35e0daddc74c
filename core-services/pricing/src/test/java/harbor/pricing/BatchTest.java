package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.ImportOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void of_keepsTheLastRowOfAKey_andReportsRefusedRowsByTheirPlace() {
    Batch<StatedPrice> batch =
        Batch.of(
            List.of(100L, 0L, 300L),
            minor -> StatedPrice.regular("HB1", minor, "EUR"),
            StatedPrice::productId);

    assertThat(batch.sound()).containsExactly(new StatedPrice("HB1", "EUR", 300, 300));
    assertThat(batch.refused())
        .containsExactly(
            new ImportOutcome.Refused(1, "list", "0 (expected: 1 to 2000000000 minor units)."));
  }
}
