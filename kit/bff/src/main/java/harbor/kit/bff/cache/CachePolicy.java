package harbor.kit.bff.cache;

import java.time.Duration;

/**
 * What is remembered, and for how long: the one line that says it.
 *
 * <p>{@code CachePolicy.of("catalog.product").mostMebibytes(64).freshFor(ofSeconds(60))
 * .staleFor(ofMinutes(10)).shared()}
 *
 * @param what names the cache in keys, metrics and on the engineers' page
 * @param mostBytes bound of what this process keeps, by the messages' sizes
 * @param freshFor how long an answer is used without asking
 * @param jitter the part of {@code freshFor} by which a lifetime is shortened at random, 0 to 1, so
 *     that what was loaded together does not expire together
 * @param beta how early it is refreshed, see {@link EarlyRefresh}; 0 for not before its expiry
 * @param staleFor how long after that it may stand in when the core service cannot be asked
 * @param absentFor how long NOT_FOUND is used without asking
 * @param isShared whether other processes are to find it in Redis
 */
public record CachePolicy(
    String what,
    long mostBytes,
    Duration freshFor,
    double jitter,
    double beta,
    Duration staleFor,
    Duration absentFor,
    boolean isShared) {
  private static final long MEBIBYTE = 1024 * 1024;

  /** Refuses what makes no sense. */
  public CachePolicy {
    if (!what.matches("[a-z]+(\\.[a-z_]+)*")) {
      throw new IllegalArgumentException("what: " + what + " (expected: words with dots between)");
    }
    if (mostBytes <= 0) {
      throw new IllegalArgumentException("mostBytes: " + mostBytes + " (expected: above 0)");
    }
    if (!freshFor.isPositive() || staleFor.isNegative() || absentFor.isNegative()) {
      throw new IllegalArgumentException(what + ": a time that cannot be");
    }
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to below 1)");
    }
  }

  /** In this process alone, fresh for a second, 16 MiB, a tenth of jitter, beta 1, never stale. */
  public static CachePolicy of(String what) {
    return new CachePolicy(
        what,
        16 * MEBIBYTE,
        Duration.ofSeconds(1),
        0.1,
        1,
        Duration.ZERO,
        Duration.ofSeconds(1),
        false);
  }

  /** Keeps at most so much in this process. */
  public CachePolicy mostMebibytes(int most) {
    return new CachePolicy(
        what, most * MEBIBYTE, freshFor, jitter, beta, staleFor, absentFor, isShared);
  }

  /** Uses an answer for so long without asking. */
  public CachePolicy freshFor(Duration time) {
    return new CachePolicy(what, mostBytes, time, jitter, beta, staleFor, absentFor, isShared);
  }

  /** Shortens lifetimes at random by up to this part. */
  public CachePolicy jitter(double part) {
    return new CachePolicy(what, mostBytes, freshFor, part, beta, staleFor, absentFor, isShared);
  }

  /** Refreshes early, as {@link EarlyRefresh} says. */
  public CachePolicy beta(double factor) {
    return new CachePolicy(
        what, mostBytes, freshFor, jitter, factor, staleFor, absentFor, isShared);
  }

  /** Lets an answer stand in for so long after it was fresh. */
  public CachePolicy staleFor(Duration time) {
    return new CachePolicy(what, mostBytes, freshFor, jitter, beta, time, absentFor, isShared);
  }

  /** Believes for so long that there is none. */
  public CachePolicy absentFor(Duration time) {
    return new CachePolicy(what, mostBytes, freshFor, jitter, beta, staleFor, time, isShared);
  }

  /** Lets other processes find it in Redis. */
  public CachePolicy shared() {
    return new CachePolicy(what, mostBytes, freshFor, jitter, beta, staleFor, absentFor, true);
  }
}
