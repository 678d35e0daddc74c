package harbor.kit.service.call;

import com.google.rpc.RetryInfo;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Holds each calling process to a rate, with twice as many calls at once, so that one that runs
 * wild leaves room for the others: RESOURCE_EXHAUSTED, reason RATE_LIMITED, with the time until the
 * next call ({@code RetryInfo}). Each instance of a service counts for itself.
 */
public final class ProcessLimit implements ServerInterceptor {
  static final String REASON = "RATE_LIMITED";

  private static final int BURST_SECONDS = 2;
  private static final long NANOS = 1_000_000_000;

  /** More than there are processes; who calls by ever new names begins anew with the others. */
  private static final int MAX_PROCESSES = 10_000;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perSecond;
  private final CallingProcess process;
  private final TimeMeter time;

  /** So many calls a second of each process. */
  public ProcessLimit(int perSecond, CallingProcess process) {
    this(perSecond, process, System::nanoTime);
  }

  ProcessLimit(int perSecond, CallingProcess process, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.process = process;
    this.time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanos.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ConsumptionProbe probe = take(process.of(call));
    return probe.isConsumed()
        ? next.startCall(call, headers)
        : Answer.refuse(call, refusal(probe.getNanosToWaitForRefill()));
  }

  /** Takes one call from the bucket of a process. */
  ConsumptionProbe take(String name) {
    if (buckets.size() > MAX_PROCESSES) {
      buckets.clear();
    }
    return buckets.computeIfAbsent(name, _ -> bucket()).tryConsumeAndReturnRemaining(1);
  }

  private static Failure refusal(long nanos) {
    com.google.protobuf.Duration wait =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(nanos / NANOS)
            .setNanos((int) (nanos % NANOS))
            .build();
    return Failure.resourceExhausted(REASON, "This process calls too often.")
        .with(RetryInfo.newBuilder().setRetryDelay(wait).build());
  }

  private Bucket bucket() {
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(
            limit ->
                limit
                    .capacity((long) perSecond * BURST_SECONDS)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
