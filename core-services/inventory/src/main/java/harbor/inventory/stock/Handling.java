package harbor.inventory.stock;

/**
 * Days until the parcel leaves.
 *
 * @param minDays at least, 0 to 365
 * @param maxDays at most, minDays to 365
 */
public record Handling(int minDays, int maxDays) {
  private static final int MOST_DAYS = 365;

  /** Checks both. */
  public Handling {
    Check.number("min_handling_days", minDays, 0, MOST_DAYS);
    Check.number("max_handling_days", maxDays, minDays, MOST_DAYS);
  }
}
