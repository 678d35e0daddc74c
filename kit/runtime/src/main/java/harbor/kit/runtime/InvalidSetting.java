package harbor.kit.runtime;

import org.jspecify.annotations.Nullable;

/** A setting that does not fit; its message is one sentence for whoever starts the process. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The variable, what it says, and what was expected. */
  public InvalidSetting(String name, String value, String expected) {
    this(name, value, expected, null);
  }

  InvalidSetting(String name, String value, String expected, @Nullable Throwable cause) {
    super("%s is '%s' (expected: %s)".formatted(name, value, expected), cause);
  }
}
