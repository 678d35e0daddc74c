package harbor.kit.bff.plan;

import java.time.Duration;

/** A call without whose answer there is no page; its part is the answer itself. */
public final class CriticalCall<I, T> extends Call<I, T> {
  CriticalCall(String name, Source<? super I, ? extends T> source, Duration deadline) {
    super(name, source, deadline);
  }

  @Override
  public boolean isCritical() {
    return true;
  }
}
