package harbor.kit.bff.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import harbor.kit.bff.cache.metrics.CacheState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one cache is doing.
 *
 * @param condition the one thing to know
 * @param hitRate the share of hits among hits and misses since the start, 0 to 1; null before the
 *     first of either
 * @param cache its figures
 */
public record CachedState(
    Condition condition, @Nullable Double hitRate, @JsonUnwrapped CacheState cache) {
  /** Why somebody should look, in words; null when nobody must. */
  @JsonProperty
  public @Nullable String trouble() {
    return condition.trouble;
  }

  String troubleOfLastMinute() {
    CacheState.LastMinute minute = cache.lastMinute();
    return String.format(
        Locale.ROOT,
        "cache %s: %s (last minute: %,d of %,d loads failed, %,d stale answers)",
        cache.name(),
        trouble(),
        minute.failedLoads(),
        minute.loads(),
        minute.stale());
  }

  /** The one thing to know of a cache, the worst last. */
  public enum Condition {
    /** Nobody has asked it since the start. */
    NOT_USED_YET(null),
    /** Nothing to see. */
    FINE(null),
    /** Its change stream is not connected: entries have a shorter TTL. */
    DISCONNECTED("not subscribed to changes"),
    /** A stale entry was an answer during the last minute. */
    STALE("stale answers"),
    /** One in twenty loads of the last minute failed, or more. */
    LOADS_FAIL("loads fail");

    private static final double FAILING_SHARE = 0.05;

    private final @Nullable String trouble;

    Condition(@Nullable String trouble) {
      this.trouble = trouble;
    }

    static Condition of(CacheState cache) {
      CacheState.LastMinute minute = cache.lastMinute();
      if (minute.failedLoads() > 0 && minute.failedLoads() >= FAILING_SHARE * minute.loads()) {
        return LOADS_FAIL;
      }
      if (minute.stale() > 0) {
        return STALE;
      }
      if (Boolean.FALSE.equals(cache.connected())) {
        return DISCONNECTED;
      }
      CacheState.Counts counts = cache.counts();
      return counts.hits() + counts.misses() == 0 ? NOT_USED_YET : FINE;
    }

    /** As the JSON has it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Its policy without its name. */
  public String terms() {
    return cache.policy().replaceFirst("^[^:]*: ", "");
  }

  static CachedState of(CacheState cache) {
    CacheState.Counts counts = cache.counts();
    long asked = counts.hits() + counts.misses();
    return new CachedState(
        Condition.of(cache), asked == 0 ? null : (double) counts.hits() / asked, cache);
  }
}
