package harbor.kit.service.row;

/** A value that a row must not have; its message is one sentence for whoever sent it. */
public final class InvalidField extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String description;

  /**
   * A field, and what is wrong with it.
   *
   * @param field its name in the contract, in snake_case
   * @param description one sentence
   */
  public InvalidField(String field, String description) {
    super(description);
    this.field = field;
    this.description = description;
  }

  /** The field at fault, in snake_case. */
  public String field() {
    return field;
  }

  /** What is wrong with it. */
  public String description() {
    return description;
  }
}
