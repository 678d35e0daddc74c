package harbor.kit.bff.wire;

/** A client's bytes that are no request; the message says why, for the log. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    // No stack trace: it is a client's fault, and there may be many of them.
    super(message, null, false, false);
  }
}
