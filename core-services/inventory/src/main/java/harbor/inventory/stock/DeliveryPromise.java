package harbor.inventory.stock;

import harbor.kit.service.row.DayRange;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When a parcel would arrive if it were ordered now: inventory's own promise, until a shipping
 * service that knows carriers and destinations takes over.
 *
 * <p>Today (UTC), and the handling days, which are days of the calendar; then 1 to 3 working days
 * under way. Saturdays and Sundays are no working days; public holidays are not known here.
 */
public final class DeliveryPromise {
  private static final int MIN_WORKING_DAYS = 1;
  private static final int MAX_WORKING_DAYS = 3;

  private final InstantSource time;

  /** Promises by the given time. */
  public DeliveryPromise(InstantSource time) {
    this.time = time;
  }

  /**
   * What is promised.
   *
   * @param earliest first possible day
   * @param latest last expected day, not before the earliest
   */
  public record Window(LocalDate earliest, LocalDate latest) {}

  /** The promise for what can be bought now; none for what cannot. */
  public Optional<Window> of(Status status, DayRange handling) {
    return switch (status) {
      case AVAILABLE -> Optional.of(window(handling));
      case OUT_OF_STOCK, PREORDER -> Optional.empty();
    };
  }

  private Window window(DayRange handling) {
    LocalDate today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return new Window(
        afterWorkingDays(today.plusDays(handling.min()), MIN_WORKING_DAYS),
        afterWorkingDays(today.plusDays(handling.max()), MAX_WORKING_DAYS));
  }

  private static LocalDate afterWorkingDays(LocalDate start, int days) {
    LocalDate day = start;
    for (int left = days; left > 0; ) {
      day = day.plusDays(1);
      if (isWorkingDay(day)) {
        left--;
      }
    }
    return day;
  }

  private static boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
