package harbor.web.inventory;

import java.util.List;
import java.util.Optional;

/**
 * Whether a product can be bought.
 *
 * @param left pieces left, only when they are few; 0 otherwise
 * @param places where it is, the fullest first
 */
public record Stock(Status status, int left, Optional<Delivery> delivery, List<Place> places) {
  /** Nobody could say. */
  public static final Stock UNKNOWN = new Stock(Status.UNKNOWN, 0, Optional.empty(), List.of());

  /** Checks what is left and copies the list. */
  public Stock {
    if (left < 0) {
      throw new IllegalArgumentException("left: " + left + " (expected: not below 0)");
    }
    places = List.copyOf(places);
  }

  /** Whether it can be bought. */
  public enum Status {
    /** Now. */
    AVAILABLE,
    /** Nothing left. */
    OUT_OF_STOCK,
    /** In advance. */
    PREORDER,
    /** Nobody could say. */
    UNKNOWN
  }

  /** When it would arrive: ISO 8601 dates. */
  public record Delivery(String earliest, String latest) {}

  /** A place that has it. */
  public record Place(String id, String name, long available) {}
}
