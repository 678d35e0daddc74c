package harbor.kit.bff.answer;

/**
 * Thrown while a request is read: what is wrong with which field. The message goes to the client.
 */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final EdgeEvent event;
  private final String field;

  /**
   * A field that does not fit.
   *
   * @param field as the client knows it, for instance {@code id}
   * @param expected what would fit
   */
  public BadRequest(String field, String expected) {
    this(EdgeEvent.BAD_REQUEST, field, expected);
  }

  /**
   * A field that does not fit.
   *
   * @param event what that is
   * @param field as the client knows it, for instance {@code If-Match}
   * @param expected what would fit
   */
  public BadRequest(EdgeEvent event, String field, String expected) {
    super(
        "%s is %s (expected: %s)."
            .formatted(
                field,
                event == EdgeEvent.PRECONDITION_REQUIRED ? "missing" : "malformed",
                expected),
        null,
        false,
        false);
    this.event = event;
    this.field = field;
  }

  /** What that is. */
  public EdgeEvent event() {
    return event;
  }

  /** The field, as the client knows it. */
  public String field() {
    return field;
  }
}
