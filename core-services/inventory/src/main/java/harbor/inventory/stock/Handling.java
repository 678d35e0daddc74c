package harbor.inventory.stock;

import harbor.kit.service.row.Fields;

/**
 * Days until the parcel leaves.
 *
 * @param minDays at least, 0 to 365
 * @param maxDays at most, minDays to 365
 */
public record Handling(int minDays, int maxDays) {
  private static final int MAX_DAYS = 365;

  /** Checks both. */
  public Handling {
    Fields.range("min_handling_days", minDays, 0, MAX_DAYS);
    Fields.range("max_handling_days", maxDays, minDays, MAX_DAYS);
  }
}
