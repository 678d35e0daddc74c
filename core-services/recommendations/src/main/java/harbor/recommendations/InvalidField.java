package harbor.recommendations;

/** A field of a row that holds what it must not; the message says what, in one sentence. */
final class InvalidField extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * The field and what is wrong with it.
   *
   * @param field in snake_case
   */
  InvalidField(String field, String description) {
    super(description);
    this.field = field;
  }

  String field() {
    return field;
  }
}
