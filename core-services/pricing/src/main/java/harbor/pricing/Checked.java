package harbor.pricing;

/** One row of an import after its check. */
sealed interface Checked<T> {
  /** A row that can be stored. */
  record Sound<T>(T value) implements Checked<T> {}

  /**
   * A row that cannot.
   *
   * @param field the field at fault, in snake_case
   * @param description what is wrong, one sentence
   */
  record Refused<T>(String field, String description) implements Checked<T> {}
}
