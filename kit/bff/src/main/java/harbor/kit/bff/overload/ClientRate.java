package harbor.kit.bff.overload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.Answers;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Holds each client address to a rate: a token bucket (Bucket4j) that fills with the rate and holds
 * two seconds of it. Whoever finds it empty gets 429, with the time until the next token.
 *
 * <p>This process's own count: n processes allow n times the rate. Thread-safe.
 */
public final class ClientRate {
  private static final int BURST_SECONDS = 2;
  private static final long MAX_CLIENTS = 100_000;

  /** A bucket is full again long before; a forgotten one is a full one. */
  private static final Duration FORGET = Duration.ofMinutes(1);

  private final Cache<InetAddress, Bucket> buckets;
  private final int perSecond;
  private final TimeMeter time;

  ClientRate(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    Ticker ticker = nanos::getAsLong;
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfterAccess(FORGET)
            .ticker(ticker)
            .build();
    time =
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

  /** A decorator for all routes; none of it is there when the rate is off. */
  public static Function<HttpService, HttpService> decorator(
      OverloadSettings settings, Answers answers, MeterRegistry metrics) {
    if (settings.ratePerSecond() == 0) {
      return Function.identity();
    }
    ClientRate rate = new ClientRate(settings.ratePerSecond(), System::nanoTime);
    Refusals refusals = new Refusals(answers);
    Counter refused = Counter.builder("harbor.bff.rate.limited").register(metrics);
    return service ->
        new SimpleDecoratingHttpService(service) {
          @Override
          public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request)
              throws Exception {
            int wait = rate.secondsToWait(ctx.clientAddress());
            if (wait > 0) {
              refused.increment();
              return refusals.tooMany(ctx, wait);
            }
            return unwrap().serve(ctx, request);
          }
        };
  }

  /** Takes one request from a client's bucket; 0, or after how many seconds there is one. */
  int secondsToWait(InetAddress client) {
    ConsumptionProbe probe = buckets.get(client, _ -> bucket()).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : (int) Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000L);
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
