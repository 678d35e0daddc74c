package harbor.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.stock.DeliveryPromise.Window;
import harbor.kit.service.row.DayRange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryPromiseTest {
  /** 2026-03-02 is a Monday. */
  @ParameterizedTest(name = "at {0}, {1} to {2} days of handling: {3} to {4}")
  @CsvSource({
    "2026-03-02T00:00:00Z, 0, 0, 2026-03-03, 2026-03-05",
    "2026-03-02T23:59:59Z, 0, 0, 2026-03-03, 2026-03-05",
    "2026-03-02T12:00:00Z, 1, 3, 2026-03-04, 2026-03-10",
    "2026-03-05T12:00:00Z, 0, 0, 2026-03-06, 2026-03-10",
    "2026-03-06T12:00:00Z, 0, 0, 2026-03-09, 2026-03-11",
    "2026-03-07T12:00:00Z, 0, 0, 2026-03-09, 2026-03-11",
    "2026-03-08T12:00:00Z, 0, 1, 2026-03-09, 2026-03-12",
    "2026-12-31T12:00:00Z, 365, 365, 2028-01-03, 2028-01-05",
  })
  void of_isHandlingAndThenWorkingDays_whenItCanBeBought(
      Instant now, int minDays, int maxDays, LocalDate earliest, LocalDate latest) {
    DeliveryPromise promise = new DeliveryPromise(InstantSource.fixed(now));

    assertThat(promise.of(Status.AVAILABLE, new DayRange(minDays, maxDays)))
        .contains(new Window(earliest, latest));
  }

  @Test
  void of_isNone_whenItCannotBeBoughtNow() {
    DeliveryPromise promise = new DeliveryPromise(InstantSource.fixed(Instant.EPOCH));

    assertThat(promise.of(Status.OUT_OF_STOCK, new DayRange(0, 0))).isEmpty();
    assertThat(promise.of(Status.PREORDER, new DayRange(0, 0))).isEmpty();
  }
}
