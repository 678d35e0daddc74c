package harbor.kit.bff.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import harbor.observability.RecentLatency;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one call of a plan goes.
 *
 * @param condition the one thing to know
 * @param method full name of the gRPC method that it is sent to; null before it was sent once
 * @param breaker {@code closed}, {@code open} or {@code half_open}; null when there is none
 * @param lastMinute how long it took, however it ended
 * @param tries how long single tries of its method took, by whomever; a second one is made after
 *     their 95th percentile; null when they are not measured
 * @param outcomes how often it ended how since the start: {@code ok} or the miss
 * @param answers how often it was answered from where since the start, by the labels of {@link
 *     harbor.kit.bff.plan.CallRun.AnsweredBy}
 * @param cached the share of caches among them, 0 to 1; null before the first answer
 */
public record CallState(
    Condition condition,
    @Nullable String method,
    @Nullable String breaker,
    Latency lastMinute,
    @Nullable Latency tries,
    SortedMap<String, Long> outcomes,
    SortedMap<String, Long> answers,
    @Nullable Double cached) {
  /** Copies the maps. */
  public CallState {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
  }

  /** Why somebody should look, in words; null when nobody must. */
  @JsonProperty
  public @Nullable String trouble() {
    return condition.trouble;
  }

  /** The one thing to know of a call, the worst last. */
  public enum Condition {
    /** Nobody has asked for it since the start. */
    NOT_CALLED_YET(null),
    /** Nothing to see. */
    FINE(null),
    /** One in twenty of the last minute needed four fifths of its deadline or more. */
    SLOW("slow: near its deadline"),
    /** As many calls to its service are under way as may be. */
    LIMIT_REACHED("limit of calls reached"),
    /** A few calls probe whether the service answers again. */
    BREAKER_HALF_OPEN("breaker half-open: probing"),
    /** It is rejected at once. */
    BREAKER_OPEN("breaker open: calls rejected");

    private static final double SLOW_SHARE = 0.8;

    private final @Nullable String trouble;

    Condition(@Nullable String trouble) {
      this.trouble = trouble;
    }

    static Condition of(
        boolean isCalled,
        @Nullable String breaker,
        boolean isFull,
        Latency lastMinute,
        Duration deadline) {
      if (!isCalled) {
        return NOT_CALLED_YET;
      }
      if ("open".equals(breaker)) {
        return BREAKER_OPEN;
      }
      if ("half_open".equals(breaker)) {
        return BREAKER_HALF_OPEN;
      }
      if (isFull) {
        return LIMIT_REACHED;
      }
      return lastMinute.p95Millis() >= SLOW_SHARE * deadline.toMillis() ? SLOW : FINE;
    }

    /** As the JSON has it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How long something took; zeros when there was nothing.
   *
   * @param count how often
   */
  public record Latency(long count, double p50Millis, double p95Millis, double p99Millis) {
    static Latency of(RecentLatency.Figures figures) {
      return new Latency(
          figures.count(), millis(figures.p50()), millis(figures.p95()), millis(figures.p99()));
    }

    private static double millis(Duration duration) {
      return Math.round(duration.toNanos() / 10_000.0) / 100.0;
    }
  }
}
