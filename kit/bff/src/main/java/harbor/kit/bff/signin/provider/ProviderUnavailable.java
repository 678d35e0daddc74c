package harbor.kit.bff.signin.provider;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The provider cannot be asked now: it is down, silent, or not the one that is set. */
public final class ProviderUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderUnavailable(String what) {
    super(what);
  }

  /**
   * What happened to a request, by its kind alone: texts of causes may hold addresses with secrets.
   */
  ProviderUnavailable(String what, Throwable cause) {
    super(what + ": " + unwrapped(cause).getClass().getSimpleName());
  }

  /** Whether a future failed for this reason. */
  public static boolean is(@Nullable Throwable failure) {
    return failure != null && unwrapped(failure) instanceof ProviderUnavailable;
  }

  /** What a future failed with, without what futures put around it. */
  public static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? unwrapped(cause) : failure;
  }
}
