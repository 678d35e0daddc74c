package harbor.kit.bff.answer;

/**
 * Thrown while a request is read: what is wrong with which field. The message goes to the client.
 */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A field that does not fit.
   *
   * @param field as the client knows it, for instance {@code id}
   * @param expected what would fit
   */
  public BadRequest(String field, String expected) {
    super("%s is malformed (expected: %s).".formatted(field, expected), null, false, false);
  }
}
