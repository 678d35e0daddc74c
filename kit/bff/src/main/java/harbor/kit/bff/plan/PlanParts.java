package harbor.kit.bff.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the calls of a plan gave, once all of them have settled and no critical one is missing. */
public final class PlanParts {
  static final PlanParts NONE = new PlanParts();

  private final @Nullable PlanParts before;
  private final Locale language;
  private final CallRun[] runs;
  private final Object[] settled;

  private PlanParts() {
    this.before = null;
    this.language = Locale.ENGLISH;
    this.runs = new CallRun[0];
    this.settled = new Object[0];
  }

  /**
   * Each entry is the answer of a critical call, or the {@link Part} of an optional one.
   *
   * @param before what the plans before gave
   * @param language of the request
   * @param runs of the plan's calls, in its order
   */
  PlanParts(PlanParts before, Locale language, CallRun[] runs, Object[] settled) {
    this.before = before;
    this.language = language;
    this.runs = runs;
    this.settled = settled;
  }

  /** In which texts for people are written. */
  public Locale language() {
    return language;
  }

  /** The answer of a critical call. */
  @SuppressWarnings("unchecked") // the runner puts the call's own answer at the call's place
  public <T> T of(CriticalCall<?, T> call) {
    return (T) settled(call);
  }

  /** The answer of an optional call, or what stands in for it. */
  @SuppressWarnings("unchecked") // the runner puts the call's own part at the call's place
  public <T> Part<T> of(OptionalCall<?, T> call) {
    return (Part<T>) settled(call);
  }

  /** The calls that failed, by name: what clients are told. */
  List<String> missing() {
    List<String> missing = before == null ? new ArrayList<>(0) : before.missing();
    for (int i = 0; i < settled.length; i++) {
      if (settled[i] instanceof Part.Fallback<?> fallback && fallback.miss().isFailure()) {
        missing.add(runs[i].call().name());
      }
    }
    return missing;
  }

  /** The calls that were answered by copies out of date, by name: what clients are told. */
  List<String> stale() {
    List<String> stale = before == null ? new ArrayList<>(0) : before.stale();
    for (CallRun run : runs) {
      if (run.isStale()) {
        stale.add(run.call().name());
      }
    }
    return stale;
  }

  private Object settled(Call<?, ?> call) {
    for (int i = 0; i < settled.length; i++) {
      if (runs[i].call() == call) {
        return settled[i];
      }
    }
    if (before == null) {
      throw new IllegalArgumentException("call: %s is not of this plan".formatted(call.name()));
    }
    return before.settled(call);
  }
}
