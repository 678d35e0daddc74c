package harbor.kit.service.row;

/**
 * From so many days to so many.
 *
 * @param min 0 to {@link #MAX_DAYS}
 * @param max min to {@link #MAX_DAYS}
 */
public record DayRange(int min, int max) {
  /** A year. */
  public static final int MAX_DAYS = 365;

  /** Checks both; what a row states is checked by {@link Fields#days}. */
  public DayRange {
    if (min < 0 || max < min || max > MAX_DAYS) {
      throw new IllegalArgumentException("%d to %d days".formatted(min, max));
    }
  }
}
