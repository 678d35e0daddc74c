package harbor.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.row.Audit;
import harbor.kit.service.row.DayRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OfferTest {
  @ParameterizedTest(name = "said {0}, {1} left: {2}, available {3}, low {4}")
  @CsvSource({
    "AVAILABLE, 6, AVAILABLE, 6, false",
    "AVAILABLE, 5, AVAILABLE, 5, true",
    "AVAILABLE, 1, AVAILABLE, 1, true",
    "AVAILABLE, 0, OUT_OF_STOCK, 0, false",
    "AVAILABLE, -3, OUT_OF_STOCK, 0, false",
    "OUT_OF_STOCK, 6, AVAILABLE, 6, false",
    "OUT_OF_STOCK, 0, OUT_OF_STOCK, 0, false",
    "PREORDER, 6, PREORDER, 6, false",
    "PREORDER, 2, PREORDER, 2, true",
    "PREORDER, 0, PREORDER, 0, false",
    "BACKORDER, 6, AVAILABLE, 6, false",
    "BACKORDER, 0, BACKORDER, 0, false",
  })
  void of_followsThePieces_whenTheyAreCounted(
      Status said, long left, Status status, long available, boolean low) {
    assertThat(Offer.of(level(said, true, left)))
        .isEqualTo(new Offer(status, OptionalLong.of(available), low));
  }

  @ParameterizedTest
  @EnumSource
  void of_isTheFeedsWord_whenNothingIsCounted(Status said) {
    assertThat(Offer.of(level(said, false, 0)))
        .isEqualTo(new Offer(said, OptionalLong.empty(), false));
  }

  private static StockLevel level(Status said, boolean counted, long left) {
    return new StockLevel(
        "a",
        said,
        Optional.empty(),
        counted,
        left,
        new DayRange(0, 0),
        List.of(),
        new Audit(Instant.EPOCH, "test", Instant.EPOCH, "test", 1));
  }
}
