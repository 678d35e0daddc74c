package harbor.kit.bff.plan;

import io.grpc.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one call: what the layers around a downstream client, its spans and the log know it
 * by, and what they note on it. Thread-safe.
 */
public final class CallRun {
  static final Context.Key<CallRun> KEY = Context.key("harbor-call-run");

  private final Plan<?> plan;
  private final Call<?, ?> call;
  private final RequestScope scope;
  private final AtomicInteger tries = new AtomicInteger();
  private volatile LongSupplier extension = () -> 0;
  private volatile AnsweredBy answeredBy = AnsweredBy.SERVICE;
  private volatile @Nullable String method;
  private volatile boolean isHedged;
  private volatile @Nullable Miss miss;

  /** Where the answer of a call came from. */
  public enum AnsweredBy {
    /** The call was sent to the service. */
    SERVICE,
    /** An identical call that was under way already. */
    FLIGHT,
    /** A cache of this process. */
    CACHE,
    /** A cache that all processes share. */
    SHARED_CACHE,
    /** A stale entry: the service did not answer. */
    STALE_COPY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As metrics and spans name it. */
    public String label() {
      return label;
    }

    /** Whether it is a cache. */
    public boolean isCache() {
      return switch (this) {
        case SERVICE, FLIGHT -> false;
        case CACHE, SHARED_CACHE, STALE_COPY -> true;
      };
    }
  }

  CallRun(Plan<?> plan, Call<?, ?> call, RequestScope scope) {
    this.plan = plan;
    this.call = call;
    this.scope = scope;
  }

  /** The one that the calling code runs in; null outside a plan. */
  public static @Nullable CallRun current() {
    return KEY.get();
  }

  /** Another run of the same call, for what it sets off and does not wait for. */
  public CallRun fork() {
    return new CallRun(plan, call, scope);
  }

  /** A context whose calls are noted here. */
  public Context within(Context context) {
    return context.withValue(KEY, this);
  }

  /** The plan. */
  public Plan<?> plan() {
    return plan;
  }

  /** The call. */
  public Call<?, ?> call() {
    return call;
  }

  /** The request that it is run for. */
  public RequestScope scope() {
    return scope;
  }

  /** How often it was sent to a service so far: 0 when it never was. */
  public int tries() {
    return tries.get();
  }

  /**
   * Notes that it is sent to a service.
   *
   * @param method the gRPC method's full name
   * @param isHedge whether the try before is still under way
   */
  public void tried(String method, boolean isHedge) {
    this.method = method;
    if (isHedge) {
      isHedged = true;
    }
    tries.incrementAndGet();
  }

  /** Whether one of its tries was a hedge. */
  public boolean isHedged() {
    return isHedged;
  }

  /** The full name of the gRPC method that it was sent to; null when it never was. */
  public @Nullable String method() {
    return method;
  }

  /** By how much a call of so much time is moved at most: three quarters of it. */
  public static Duration maxExtension(Duration time) {
    return time.multipliedBy(3).dividedBy(4);
  }

  /**
   * Moves its deadline by what it waited for something that saves calls to the service, so that
   * this costs the service no time. Of several the longest counts, up to {@link #maxExtension}.
   *
   * @param nanos asked when the deadline strikes
   */
  public synchronized void extendBy(LongSupplier nanos) {
    LongSupplier others = extension;
    extension = () -> Math.max(others.getAsLong(), nanos.getAsLong());
  }

  /** By how many nanoseconds its deadline is moved. */
  long extension() {
    return extension.getAsLong();
  }

  /** Where its answer comes from. */
  public AnsweredBy answeredBy() {
    return answeredBy;
  }

  /**
   * Notes where its answer comes from. That a copy out of date is part of it stays: neither another
   * part nor a load that goes on after the call makes it fresh.
   */
  public void answeredBy(AnsweredBy source) {
    if (answeredBy != AnsweredBy.STALE_COPY) {
      answeredBy = source;
    }
  }

  /** Whether it has an answer, and that may be out of date. */
  boolean isStale() {
    return answeredBy == AnsweredBy.STALE_COPY && isAnswered();
  }

  /** Whether it has an answer: that a thing does not exist is one. */
  public boolean isAnswered() {
    Miss why = miss;
    return why == null || !why.isFailure();
  }

  /** Why it has no answer; null while it is under way and when it has one. */
  public @Nullable Miss miss() {
    return miss;
  }

  void missed(Miss why) {
    miss = why;
  }
}
