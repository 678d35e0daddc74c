package harbor.kit.client;

import java.time.Duration;

/**
 * What is cached, and for how long: the one line that says it. Immutable.
 *
 * <p>{@code CachePolicy.of("catalog.product").maxMebibytes(64).ttl(ofSeconds(60))
 * .staleIfError(ofMinutes(10)).shared().invalidatedBy("catalog.products")}
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861, stale-if-error</a>
 */
public final class CachePolicy {
  private static final long MEBIBYTE = 1024 * 1024;

  private final String name;
  private long maxBytes = 16 * MEBIBYTE;
  private Duration ttl = Duration.ofSeconds(1);
  private double jitter = 0.25;
  private double beta = 1;
  private Duration staleIfError = Duration.ZERO;
  private Duration negativeTtl = Duration.ofSeconds(1);
  private boolean isShared;
  private String stream = "";
  private Duration disconnectedTtl = Duration.ofSeconds(5);

  private CachePolicy(String name) {
    if (!name.matches("[a-z]+(\\.[a-z_]+)*")) {
      throw new IllegalArgumentException("name: " + name + " (expected: words with dots between)");
    }
    this.name = name;
  }

  private CachePolicy(CachePolicy from) {
    this(from.name, from);
  }

  private CachePolicy(String name, CachePolicy from) {
    this(name);
    maxBytes = from.maxBytes;
    ttl = from.ttl;
    jitter = from.jitter;
    beta = from.beta;
    staleIfError = from.staleIfError;
    negativeTtl = from.negativeTtl;
    isShared = from.isShared;
    stream = from.stream;
    disconnectedTtl = from.disconnectedTtl;
  }

  /**
   * In this process alone, a TTL of a second, 16 MiB, a quarter of jitter, beta 1, never stale.
   *
   * @param name in keys, metrics and on the engineers' page; each cache of a process has its own
   */
  public static CachePolicy of(String name) {
    return new CachePolicy(name);
  }

  /** The same for another cache. */
  public CachePolicy named(String other) {
    return new CachePolicy(other, this);
  }

  /** Bound of what this process keeps, by the messages' sizes. */
  public CachePolicy maxMebibytes(int max) {
    if (max <= 0) {
      throw new IllegalArgumentException(name + ": maxMebibytes " + max + " (expected: above 0)");
    }
    CachePolicy copy = new CachePolicy(this);
    copy.maxBytes = max * MEBIBYTE;
    return copy;
  }

  /** How long an answer is used without asking, on average: {@link #jitter} spreads it. */
  public CachePolicy ttl(Duration time) {
    positive("ttl", time);
    CachePolicy copy = new CachePolicy(this);
    copy.ttl = time;
    return copy;
  }

  /**
   * The part of the TTL by which each lifetime is shorter or longer at random, 0 to below 1, so
   * that what was loaded together does not expire together.
   */
  public CachePolicy jitter(double part) {
    if (!(part >= 0 && part < 1)) {
      throw new IllegalArgumentException(name + ": jitter " + part + " (expected: 0 to below 1)");
    }
    CachePolicy copy = new CachePolicy(this);
    copy.jitter = part;
    return copy;
  }

  /** How early it is refreshed (XFetch); 0 for not before its expiry. */
  public CachePolicy beta(double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": beta " + factor + " (expected: 0 or more)");
    }
    CachePolicy copy = new CachePolicy(this);
    copy.beta = factor;
    return copy;
  }

  /** How long after its TTL an answer may stand in when the service cannot be asked. */
  public CachePolicy staleIfError(Duration time) {
    notNegative("staleIfError", time);
    CachePolicy copy = new CachePolicy(this);
    copy.staleIfError = time;
    return copy;
  }

  /** How long NOT_FOUND is used without asking. */
  public CachePolicy negativeTtl(Duration time) {
    notNegative("negativeTtl", time);
    CachePolicy copy = new CachePolicy(this);
    copy.negativeTtl = time;
    return copy;
  }

  /** Lets other processes find it in Redis. */
  public CachePolicy shared() {
    CachePolicy copy = new CachePolicy(this);
    copy.isShared = true;
    return copy;
  }

  /**
   * Invalidates what a stream of changes names; while it is not connected, the TTL is 5 s at most.
   */
  public CachePolicy invalidatedBy(ChangeStream changes) {
    return invalidatedBy(changes.name());
  }

  /** The same, by the stream's name. */
  public CachePolicy invalidatedBy(String changes) {
    CachePolicy copy = new CachePolicy(this);
    copy.stream = changes;
    return copy;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Bytes that this process keeps at most. */
  public long maxBytes() {
    return maxBytes;
  }

  /** How long an answer is used without asking. */
  public Duration ttl() {
    return ttl;
  }

  /** The part of the TTL that chance takes away or adds at most. */
  public double jitter() {
    return jitter;
  }

  /** The longest that an answer is ever used without asking. */
  public Duration maxTtl() {
    return Duration.ofNanos(Math.round(ttl.toNanos() * (1 + jitter)));
  }

  /** How early it is refreshed. */
  public double beta() {
    return beta;
  }

  /** How long a stale answer may stand in. */
  public Duration staleIfError() {
    return staleIfError;
  }

  /** How long an absence is used. */
  public Duration negativeTtl() {
    return negativeTtl;
  }

  /** Whether it is in Redis too. */
  public boolean isShared() {
    return isShared;
  }

  /** the stream of changes that invalidates entries; empty for none. */
  public String stream() {
    return stream;
  }

  /** The TTL while that stream is not connected. */
  public Duration disconnectedTtl() {
    return disconnectedTtl;
  }

  /** As one reads it: what the engineers' page prints. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(name);
    line.append(": max ").append(maxBytes / MEBIBYTE).append(" MiB, TTL ");
    line.append(text(ttl)).append(" give or take ").append(Math.round(jitter * 100));
    line.append(" %, ");
    line.append(beta == 0 ? "no early refresh" : "early refresh with beta " + beta);
    line.append(staleIfError.isZero() ? ", never stale" : ", stale-if-error " + text(staleIfError));
    line.append(", negative TTL ").append(text(negativeTtl));
    line.append(isShared ? ", in Redis too" : ", in this process alone");
    if (!stream.isEmpty()) {
      line.append(", invalidated by ").append(stream);
      line.append(" (TTL ").append(text(disconnectedTtl)).append(" while that is disconnected)");
    }
    return line.toString();
  }

  private static String text(Duration time) {
    return time.toMillis() < 1_000 || time.toMillisPart() != 0
        ? time.toMillis() + " ms"
        : time.toSeconds() + " s";
  }

  private void positive(String what, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "%s: %s %s (expected: above 0)".formatted(name, what, text(time)));
    }
  }

  private void notNegative(String what, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "%s: %s %s (expected: 0 or more)".formatted(name, what, text(time)));
    }
  }
}
