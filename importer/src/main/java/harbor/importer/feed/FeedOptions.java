package harbor.importer.feed;

import harbor.importer.table.TimeText.DayOrder;

/**
 * What whoever imports says of a file's values.
 *
 * @param currency of amounts without one, by ISO 4217; empty: those are refused
 * @param dates which number of a date with slashes is the day
 */
public record FeedOptions(String currency, DayOrder dates) {
  /** Nothing is said. */
  public static final FeedOptions NONE = new FeedOptions("", DayOrder.UNKNOWN);
}
