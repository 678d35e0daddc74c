package harbor.kit.bff.plan;

import java.time.Duration;
import java.util.Objects;

/** A call for which something can stand in; its part says which of the two it is. */
public final class OptionalCall<I, T> extends Call<I, T> {
  private final T fallback;

  OptionalCall(Asked<I, T> asked, Duration deadline, T fallback) {
    super(asked, deadline);
    this.fallback = Objects.requireNonNull(fallback, "fallback");
  }

  @Override
  public boolean isCritical() {
    return false;
  }

  /** What stands in when the call fails. */
  public T fallback() {
    return fallback;
  }
}
