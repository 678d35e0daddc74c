package harbor.kit.bff.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When the calls of one request began and ended, for whoever asked to see that: the first {@value
 * #MAX_CALLS}, and how many there were. Thread-safe.
 */
public final class Waterfall {
  /** Of as many it says when; of further ones only that they were. */
  public static final int MAX_CALLS = 128;

  private final Map<CallRun, Bar> bars = new LinkedHashMap<>();
  private int calls;

  /**
   * One call.
   *
   * @param startedAt by the clock of its request, in nanoseconds
   * @param endedAt by the same; empty as long as it is under way
   */
  public record Bar(CallRun run, long startedAt, OptionalLong endedAt) {
    /** Whether it has ended; a miss that ends the page is known before its end is noted. */
    public boolean isSettled() {
      return endedAt.isPresent() || run.miss() != null;
    }

    /** {@code ok}, the kind of its miss as metrics name it, or {@code under_way}. */
    public String outcome() {
      Miss miss = run.miss();
      if (miss != null) {
        return miss.kind().label();
      }
      return isSettled() ? "ok" : "under_way";
    }
  }

  synchronized void started(CallRun run, long now) {
    calls++;
    if (bars.size() < MAX_CALLS) {
      bars.put(run, new Bar(run, now, OptionalLong.empty()));
    }
  }

  synchronized void settled(CallRun run, long now) {
    bars.computeIfPresent(run, (_, bar) -> new Bar(run, bar.startedAt(), OptionalLong.of(now)));
  }

  /** In the order in which they were started. */
  public synchronized List<Bar> bars() {
    return new ArrayList<>(bars.values());
  }

  /** How many calls were started. */
  public synchronized int calls() {
    return calls;
  }
}
