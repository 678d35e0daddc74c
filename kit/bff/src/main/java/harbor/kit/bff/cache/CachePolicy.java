package harbor.kit.bff.cache;

import java.time.Duration;

/**
 * What is remembered, and for how long: the one line that says it.
 *
 * <p>{@code CachePolicy.of("catalog.product").mostMebibytes(64).freshFor(ofSeconds(60))
 * .staleFor(ofMinutes(10)).shared().invalidatedBy("catalog", ofSeconds(5))}
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
 * @param watch the stream of changes that drops entries; empty for none
 * @param unheardFor what becomes of {@code freshFor} while that stream is interrupted
 */
public record CachePolicy(
    String what,
    long mostBytes,
    Duration freshFor,
    double jitter,
    double beta,
    Duration staleFor,
    Duration absentFor,
    boolean isShared,
    String watch,
    Duration unheardFor) {
  private static final long MEBIBYTE = 1024 * 1024;

  /** Refuses what makes no sense. */
  public CachePolicy {
    if (!what.matches("[a-z]+(\\.[a-z_]+)*")) {
      throw new IllegalArgumentException("what: " + what + " (expected: words with dots between)");
    }
    if (mostBytes <= 0) {
      throw new IllegalArgumentException(
          what + ": mostBytes " + mostBytes + " (expected: above 0)");
    }
    positive(what, "freshFor", freshFor);
    positive(what, "unheardFor", unheardFor);
    notNegative(what, "staleFor", staleFor);
    notNegative(what, "absentFor", absentFor);
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException(what + ": jitter " + jitter + " (expected: 0 to below 1)");
    }
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + ": beta " + beta + " (expected: 0 or more)");
    }
  }

  /** In this process alone, fresh for a second, 16 MiB, a tenth of jitter, beta 1, never stale. */
  public static CachePolicy of(String what) {
    Duration second = Duration.ofSeconds(1);
    return new CachePolicy(
        what, 16 * MEBIBYTE, second, 0.1, 1, Duration.ZERO, second, false, "", second);
  }

  /** Keeps at most so much in this process. */
  public CachePolicy mostMebibytes(int most) {
    return new CachePolicy(
        what,
        most * MEBIBYTE,
        freshFor,
        jitter,
        beta,
        staleFor,
        absentFor,
        isShared,
        watch,
        unheardFor);
  }

  /** Uses an answer for so long without asking. */
  public CachePolicy freshFor(Duration time) {
    return new CachePolicy(
        what, mostBytes, time, jitter, beta, staleFor, absentFor, isShared, watch, unheardFor);
  }

  /** Shortens lifetimes at random by up to this part. */
  public CachePolicy jitter(double part) {
    return new CachePolicy(
        what, mostBytes, freshFor, part, beta, staleFor, absentFor, isShared, watch, unheardFor);
  }

  /** Refreshes early, as {@link EarlyRefresh} says. */
  public CachePolicy beta(double factor) {
    return new CachePolicy(
        what,
        mostBytes,
        freshFor,
        jitter,
        factor,
        staleFor,
        absentFor,
        isShared,
        watch,
        unheardFor);
  }

  /** Lets an answer stand in for so long after it was fresh. */
  public CachePolicy staleFor(Duration time) {
    return new CachePolicy(
        what, mostBytes, freshFor, jitter, beta, time, absentFor, isShared, watch, unheardFor);
  }

  /** Believes for so long that there is none. */
  public CachePolicy absentFor(Duration time) {
    return new CachePolicy(
        what, mostBytes, freshFor, jitter, beta, staleFor, time, isShared, watch, unheardFor);
  }

  /** Lets other processes find it in Redis. */
  public CachePolicy shared() {
    return new CachePolicy(
        what, mostBytes, freshFor, jitter, beta, staleFor, absentFor, true, watch, unheardFor);
  }

  /**
   * Drops what a stream of changes names.
   *
   * @param stream its name
   * @param unheard while it is interrupted, an answer is used for so long without asking
   */
  public CachePolicy invalidatedBy(String stream, Duration unheard) {
    return new CachePolicy(
        what, mostBytes, freshFor, jitter, beta, staleFor, absentFor, isShared, stream, unheard);
  }

  /** As one reads it: what the engineers' page prints. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(what);
    line.append(": at most ").append(mostBytes / MEBIBYTE).append(" MiB, fresh for ");
    line.append(text(freshFor)).append(" less up to ").append(Math.round(jitter * 100));
    line.append(" %, ");
    line.append(beta == 0 ? "no early refresh" : "refreshed early with beta " + beta);
    line.append(staleFor.isZero() ? ", never stale" : ", on failure stale for " + text(staleFor));
    line.append(", absence for ").append(text(absentFor));
    line.append(isShared ? ", in Redis too" : ", in this process alone");
    if (!watch.isEmpty()) {
      line.append(", dropped by changes of ").append(watch);
      line.append(" (fresh for ").append(text(unheardFor)).append(" while those are not heard)");
    }
    return line.toString();
  }

  private static String text(Duration time) {
    return time.toMillis() < 1_000 || time.toMillisPart() != 0
        ? time.toMillis() + " ms"
        : time.toSeconds() + " s";
  }

  private static void positive(String what, String name, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "%s: %s %s (expected: above 0)".formatted(what, name, text(time)));
    }
  }

  private static void notNegative(String what, String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "%s: %s %s (expected: 0 or more)".formatted(what, name, text(time)));
    }
  }
}
