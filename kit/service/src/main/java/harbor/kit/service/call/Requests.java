package harbor.kit.service.call;

import harbor.kit.runtime.Identifiers;
import java.util.List;

/**
 * Checks of what requests have in common; each throws the {@link Failure} that says what is wrong.
 */
public final class Requests {
  private Requests() {}

  /**
   * An id: 1 to 64 characters of {@code [A-Za-z0-9._-]}.
   *
   * @param field the request's field, for the message
   * @param reason of the failure, for instance {@code INVALID_PRODUCT_ID}
   */
  public static String id(String field, String value, String reason) {
    if (!Identifiers.isWellFormed(value)) {
      throw Failure.invalidArgument(
          reason, field + " is malformed (expected: " + Identifiers.FORM + ").");
    }
    return value;
  }

  /** An external id, such as a product's: {@link Identifiers#EXTERNAL_FORM}; as {@link #id}. */
  public static String externalId(String field, String value, String reason) {
    if (!Identifiers.isExternal(value)) {
      throw Failure.invalidArgument(
          reason, field + " is malformed (expected: " + Identifiers.EXTERNAL_FORM + ").");
    }
    return value;
  }

  /** The field {@code product_ids}: each once, in the order of the request; at most so many. */
  public static List<String> productIds(List<String> values, int max) {
    String field = "product_ids";
    batch(field, values, max);
    return values.stream()
        .map(value -> externalId(field, value, "INVALID_PRODUCT_ID"))
        .distinct()
        .toList();
  }

  /** At most so many rows, otherwise BATCH_TOO_LARGE. */
  public static <T> List<T> batch(String field, List<T> rows, int max) {
    if (rows.size() > max) {
      throw Failure.invalidArgument(
          "BATCH_TOO_LARGE", "%s: %d (expected: at most %d).".formatted(field, rows.size(), max));
    }
    return rows;
  }

  /** A page's size: the default for 0, otherwise 1 to max. */
  public static int pageSize(int value, int defaultSize, int max) {
    if (value < 0 || value > max) {
      throw Failure.invalidArgument(
          "INVALID_PAGE_SIZE", "page_size: %d (expected: 1 to %d, or 0).".formatted(value, max));
    }
    return value == 0 ? defaultSize : value;
  }

  /** A version that the caller saw, from 1. */
  public static long version(String field, long version) {
    if (version < 1) {
      throw Failure.invalidArgument(
          "INVALID_VERSION", "%s: %d (expected: at least 1).".formatted(field, version));
    }
    return version;
  }
}
