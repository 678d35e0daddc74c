package harbor.kit.client.identity;

import io.grpc.Status;

/**
 * Why a call on behalf of a person was not sent: the provider gave no token for it. The cause of
 * the call's status, UNAVAILABLE, and says nothing of the service that was to be called.
 */
public final class PersonTokenUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  /** No token. */
  public PersonTokenUnavailable() {
    super("The provider gives no token for the person", null, false, false);
  }

  /** Whether a call failed for this reason. */
  public static boolean is(Throwable failure) {
    return Status.fromThrowable(failure).getCause() instanceof PersonTokenUnavailable;
  }
}
