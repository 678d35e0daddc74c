package harbor.kit.bff.plan;

import java.util.ArrayList;
import java.util.List;

/** What the calls of a plan gave, once all of them have settled and no critical one is missing. */
public final class Parts {
  private final List<? extends Call<?, ?>> calls;
  private final Object[] settled;

  /** Each entry is the answer of a critical call, or the {@link Part} of an optional one. */
  Parts(List<? extends Call<?, ?>> calls, Object[] settled) {
    this.calls = calls;
    this.settled = settled;
  }

  /** The answer of a critical call. */
  @SuppressWarnings("unchecked") // the runner puts the call's own answer at the call's place
  public <T> T of(CriticalCall<?, T> call) {
    return (T) settled[indexOf(call)];
  }

  /** The answer of an optional call, or what stands in for it. */
  @SuppressWarnings("unchecked") // the runner puts the call's own part at the call's place
  public <T> Part<T> of(OptionalCall<?, T> call) {
    return (Part<T>) settled[indexOf(call)];
  }

  /** The calls that failed, by name: what clients are told. */
  List<String> missing() {
    List<String> missing = new ArrayList<>(0);
    for (int i = 0; i < settled.length; i++) {
      if (settled[i] instanceof Part.Fallback<?> fallback && fallback.miss().isFailure()) {
        missing.add(calls.get(i).name());
      }
    }
    return missing;
  }

  private int indexOf(Call<?, ?> call) {
    for (int i = 0; i < settled.length; i++) {
      if (calls.get(i) == call) {
        return i;
      }
    }
    throw new IllegalArgumentException("call: %s is not of this plan".formatted(call.name()));
  }
}
