package harbor.kit.bff.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.redis.Redis;
import harbor.kit.runtime.ShortHash;
import harbor.observability.HttpRoute;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Holds each client to the limits of the routes. Whoever has used a limit up gets 429, with the
 * time until there is more.
 *
 * <p>A request to a route that wants to know who asks counts for the session or the subject that it
 * was proved to come from; any other one for the client's address, as all requests to a route that
 * shows everybody the same. {@code RateLimit} and {@code RateLimit-Policy}
 * (draft-ietf-httpapi-ratelimit-headers-10) stand in every refusal, and in answers that no shared
 * cache keeps. Thread-safe.
 */
public final class RateLimits {
  private static final AsciiString RATE_LIMIT = HttpHeaderNames.of("ratelimit");
  private static final AsciiString POLICY = HttpHeaderNames.of("ratelimit-policy");
  private static final long NANOS = 1_000_000_000;

  private static final long MAX_AUDITED = 10_000;
  private static final Duration AUDIT_AGAIN = Duration.ofMinutes(1);

  /** A start waits for so long for the version of the limits: Redis is near, or not there. */
  private static final Duration MAX_WAIT_AT_START = Duration.ofMillis(500);

  private final Map<String, Limit> limits;
  private final Buckets buckets;
  private final VerifiedClients clients;
  private final Answers answers;
  private final MeterRegistry metrics;

  /** Whose refusals were written lately: one line a client and minute. */
  private final Cache<String, Boolean> audited =
      Caffeine.newBuilder().maximumSize(MAX_AUDITED).expireAfterWrite(AUDIT_AGAIN).build();

  RateLimits(
      Map<String, Limit> limits,
      Buckets buckets,
      VerifiedClients clients,
      Answers answers,
      MeterRegistry metrics) {
    this.limits = Map.copyOf(limits);
    this.buckets = buckets;
    this.clients = clients;
    this.answers = answers;
    this.metrics = metrics;
  }

  /**
   * The limits of a BFF that starts.
   *
   * @param redis where all instances count together; without it each counts for itself
   * @param loops of the BFF; renew the version of the limits
   */
  public static RateLimits open(
      String bff,
      LimitSettings settings,
      Optional<Redis> redis,
      VerifiedClients clients,
      Answers answers,
      EventLoopGroup loops,
      MeterRegistry metrics) {
    LongSupplier wallClock = () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    Buckets local = new LocalBuckets(System::nanoTime);
    Buckets buckets = local;
    if (redis.isPresent() && settings.isOn()) {
      LimitVersion version =
          new LimitVersion(bff, settings.limits().values(), redis.get(), LimitVersion.LEASE);
      version.keep(loops.next());
      waitFor(version);
      buckets = new SharedBuckets(bff, redis.get(), version, local, wallClock);
    }
    return new RateLimits(settings.limits(), buckets, clients, answers, metrics);
  }

  /** So that what an instance allows right after its start counts for all. */
  private static void waitFor(LimitVersion version) {
    try {
      version.known().get(MAX_WAIT_AT_START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // each instance counts for itself until Redis comes
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** For whom a request counts, and who may see how much is left. */
  public enum Counting {
    /** For the client's address; shared caches may keep the answer. */
    PUBLIC,
    /** For the client's address. */
    ADDRESS,
    /** For who is known, otherwise for the address. */
    CLIENT
  }

  /**
   * The service behind a limit; itself when that limit is off.
   *
   * @param name of the limit; the default one holds where it has no number of its own
   */
  public HttpService protect(HttpService service, String name, Counting counting) {
    Limit limit = limits.getOrDefault(name, limits.get(Limit.DEFAULT));
    return limit == null ? service : new Limited(service, limit, counting);
  }

  /** A request of this client was counted. */
  private record Taken(String client, ConsumptionProbe probe) {}

  private final class Limited extends SimpleDecoratingHttpService {
    private final Limit limit;
    private final Counting counting;
    private final String policy;
    private final Counter refused;
    private final ErrorAnswer tooMany;

    Limited(HttpService service, Limit limit, Counting counting) {
      super(service);
      this.limit = limit;
      this.counting = counting;
      this.policy =
          "\"%s\";q=%d;w=%d".formatted(limit.name(), limit.requests(), limit.window().toSeconds());
      this.refused =
          Counter.builder("harbor.bff.rate.limited").tag("limit", limit.name()).register(metrics);
      this.tooMany = answers.errors().of(EdgeEvent.RATE_LIMITED);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
      CompletableFuture<Taken> taken =
          counting == Counting.CLIENT
              ? clients
                  .of(ctx)
                  .toCompletableFuture()
                  .exceptionally(_ -> Optional.empty())
                  .thenCompose(known -> take(ctx, known))
              : take(ctx, Optional.empty());
      return taken.isDone()
          ? answer(ctx, request, taken.join())
          : HttpResponse.of(taken.thenApplyAsync(one -> later(ctx, request, one), ctx.eventLoop()));
    }

    private CompletableFuture<Taken> take(ServiceRequestContext ctx, Optional<String> known) {
      String client =
          known
              .map(who -> "c:" + ShortHash.of(who))
              .orElseGet(() -> "a:" + ClientAddress.of(ctx.clientAddress()));
      return buckets.take(limit, client).thenApply(probe -> new Taken(client, probe));
    }

    private HttpResponse later(ServiceRequestContext ctx, HttpRequest request, Taken taken) {
      try {
        return answer(ctx, request, taken);
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }

    private HttpResponse answer(ServiceRequestContext ctx, HttpRequest request, Taken taken)
        throws Exception {
      ConsumptionProbe probe = taken.probe();
      if (probe.isConsumed()) {
        if (counting != Counting.PUBLIC) {
          say(ctx, probe.getRemainingTokens(), probe.getNanosToWaitForReset());
        }
        return unwrap().serve(ctx, request);
      }
      refused.increment();
      if (audited.asMap().putIfAbsent(taken.client(), true) == null) {
        answers
            .audit()
            .refusal(tooMany.code(), HttpRoute.of(ctx))
            .with("limit", limit.name())
            .with("client", ShortHash.of(taken.client()))
            .trace(TraceIds.of(TraceContext.of(ctx)))
            .write();
      }
      long seconds = say(ctx, 0, probe.getNanosToWaitForRefill());
      ctx.setAdditionalResponseHeader(HttpHeaderNames.RETRY_AFTER, seconds);
      return answers.error(ctx, tooMany);
    }

    private long say(ServiceRequestContext ctx, long left, long nanos) {
      long seconds = Math.max(1, Math.ceilDiv(nanos, NANOS));
      ctx.setAdditionalResponseHeader(POLICY, policy);
      ctx.setAdditionalResponseHeader(
          RATE_LIMIT, "\"" + limit.name() + "\";r=" + left + ";t=" + seconds);
      return seconds;
    }
  }
}
