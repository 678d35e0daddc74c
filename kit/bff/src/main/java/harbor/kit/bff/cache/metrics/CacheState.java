package harbor.kit.bff.cache.metrics;

import org.jspecify.annotations.Nullable;

/**
 * How one cache is doing, for engineers. The names of the components are those of the JSON, which
 * others read: they stay.
 *
 * @param name of the cache
 * @param policy its one line
 * @param keys what its keys in Redis begin with
 * @param connected whether its stream of changes is; null when there is none
 * @param counts what it did since the start
 * @param lastMinute what went wrong lately
 * @param size what it holds
 */
public record CacheState(
    String name,
    String policy,
    String keys,
    @Nullable Boolean connected,
    Counts counts,
    LastMinute lastMinute,
    Size size) {
  /**
   * What it did since the start.
   *
   * @param hits answered from this process
   * @param sharedHits loads that Redis answered
   * @param misses that had to wait for a load
   * @param stale answered by a copy out of date
   * @param refreshes loads begun while the old value served
   * @param loads calls to the service
   * @param failedLoads those of them that failed
   * @param meanLoadMillis how long they took on average, whatever they brought; 0 before the first
   * @param invalidated entries that a change invalidated
   */
  public record Counts(
      long hits,
      long sharedHits,
      long misses,
      long stale,
      long refreshes,
      long loads,
      long failedLoads,
      double meanLoadMillis,
      long invalidated) {}

  /**
   * What went wrong lately, and of how much.
   *
   * @param loads calls to the service during the last minute
   * @param failedLoads those of them that failed
   * @param stale answers of that minute by a copy out of date
   */
  public record LastMinute(long loads, long failedLoads, long stale) {}

  /**
   * What it holds.
   *
   * @param entries how many
   * @param bytes their messages' sizes, and what an entry takes besides
   * @param maxBytes the bound
   * @param evicted entries that had to go for others since the start
   */
  public record Size(long entries, long bytes, long maxBytes, long evicted) {}
}
