package harbor.kit.bff.plan;

/**
 * Why a call has no answer.
 *
 * @param kind what happened
 * @param reason the stable reason that the core service gave; empty when it gave none
 */
public record Miss(Kind kind, String reason) {
  /** What happened to a call. */
  public enum Kind {
    /** It was answered: there is no such thing. No failure. */
    NOT_FOUND,
    /** The request was wrong. */
    INVALID,
    /** Not answered within its deadline. */
    TIMEOUT,
    /** The service could not be reached, or said that it cannot serve now. */
    UNAVAILABLE,
    /** Not even tried, or turned away, because there is too much to do. */
    REFUSED,
    /** The service answered with an error of its own, or with something that is no answer. */
    BROKEN,
    /** Nobody waits for it any longer. */
    CANCELLED
  }

  static final Miss TIMEOUT = new Miss(Kind.TIMEOUT, "");
  static final Miss CANCELLED = new Miss(Kind.CANCELLED, "");

  /** Whether something failed; that a thing does not exist is an answer. */
  public boolean isFailure() {
    return kind != Kind.NOT_FOUND;
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? kind.name() : kind + " " + reason;
  }
}
