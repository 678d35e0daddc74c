package harbor.kit.bff.plan;

import java.time.Duration;

/** A call without whose answer there is no page; its part is the answer itself. */
public final class CriticalCall<I, T> extends Call<I, T> {
  CriticalCall(Asked<I, T> asked, Duration deadline) {
    super(asked, deadline);
  }

  @Override
  public boolean isCritical() {
    return true;
  }
}
