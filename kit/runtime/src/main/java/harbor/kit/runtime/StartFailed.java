package harbor.kit.runtime;

import java.io.IOException;

/**
 * A start that ended for a reason that whoever starts the process can mend; its message is one
 * sentence that says how.
 */
public final class StartFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The sentence, and what lies behind it. */
  public StartFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /** The sentence. */
  public StartFailed(String message) {
    super(message);
  }

  /**
   * A port that could not be listened on.
   *
   * @param what who wanted it, for instance {@code "web-bff"}
   * @param setting the variable that chooses another one
   */
  public static StartFailed portInUse(String what, int port, String setting, IOException cause) {
    return new StartFailed(
        isInUse(cause)
            ? "%s cannot listen on port %d: it is in use. Stop what listens there or set %s."
                .formatted(what, port, setting)
            : "%s cannot listen on port %d: %s. Set %s."
                .formatted(what, port, cause.getMessage(), setting),
        cause);
  }

  /** Servers wrap what the system says. */
  private static boolean isInUse(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains("in use")) {
        return true;
      }
    }
    return false;
  }
}
