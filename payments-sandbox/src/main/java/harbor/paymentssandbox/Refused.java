package harbor.paymentssandbox;

/** A request that leaves no entry: an HTTP status and an error for programs. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  Refused(int status, String error) {
    super(error, null, false, false);
    this.status = status;
    this.error = error;
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }
}
