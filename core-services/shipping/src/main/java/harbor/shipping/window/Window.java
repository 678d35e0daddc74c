package harbor.shipping.window;

import java.time.LocalDate;

/**
 * When goods arrive, in days at the destination.
 *
 * @param earliest first possible day
 * @param latest last expected day, not before the earliest
 */
public record Window(LocalDate earliest, LocalDate latest) {
  /** Checks the order. */
  public Window {
    if (latest.isBefore(earliest)) {
      throw new IllegalArgumentException("%s is before %s".formatted(latest, earliest));
    }
  }

  /** The smallest window that has both. */
  public Window covering(Window other) {
    return new Window(
        earliest.isBefore(other.earliest) ? earliest : other.earliest,
        latest.isAfter(other.latest) ? latest : other.latest);
  }
}
