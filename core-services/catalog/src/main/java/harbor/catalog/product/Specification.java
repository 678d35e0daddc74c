package harbor.catalog.product;

/**
 * One line of technical data.
 *
 * @param section heading; may be empty
 * @param name of the property
 * @param value with unit
 */
public record Specification(String section, String name, String value) {
  private static final String FIELD = "specifications";
  private static final int MOST_VALUE = 1_000;

  /** Checks all. */
  public Specification {
    Check.text(FIELD, section, Check.MOST_WORDS);
    Check.someText(FIELD, name, Check.MOST_WORDS);
    Check.text(FIELD, value, MOST_VALUE);
  }
}
