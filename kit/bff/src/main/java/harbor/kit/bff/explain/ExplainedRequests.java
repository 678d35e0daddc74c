package harbor.kit.bff.explain;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.plan.Waterfall;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the answer of a request that {@link ExplainKey} signed the calls that were made for it,
 * as {@link WaterfallHeader} writes them. Such an answer is whole, never a 304, and nobody keeps
 * it. Any other request is answered as if there were no key. Thread-safe.
 */
public final class ExplainedRequests extends SimpleDecoratingHttpService {
  private static final Logger log = LoggerFactory.getLogger(ExplainedRequests.class);
  private static final AsciiString HEADER = HttpHeaderNames.of(ExplainKey.HEADER);
  private static final AttributeKey<Waterfall> WATERFALL =
      AttributeKey.valueOf(ExplainedRequests.class, "WATERFALL");

  private final ExplainKey key;
  private final InstantSource clock;

  private ExplainedRequests(HttpService delegate, ExplainKey key, InstantSource clock) {
    super(delegate);
    this.key = key;
    this.clock = clock;
  }

  /** Around all services; nothing without a key. */
  public static Function<? super HttpService, ? extends HttpService> decorator(
      Optional<ExplainKey> key, InstantSource clock) {
    return key.<Function<? super HttpService, ? extends HttpService>>map(
            signing -> service -> new ExplainedRequests(service, signing, clock))
        .orElse(Function.identity());
  }

  /** Where the calls of a request are to be noted; empty for nearly every one. */
  public static Optional<Waterfall> waterfall(ServiceRequestContext ctx) {
    return Optional.ofNullable(ctx.attr(WATERFALL));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    String said = request.headers().get(HEADER);
    if (said == null) {
      return unwrap().serve(ctx, request);
    }
    if (!key.isValid(request.path(), said, clock.instant())) {
      log.debug("A signature of {} is of something else, or has expired", ExplainKey.HEADER);
      return unwrap().serve(ctx, request);
    }
    Waterfall waterfall = new Waterfall();
    ctx.setAttr(WATERFALL, waterfall);
    HttpRequest unconditional =
        request.withHeaders(
            request.headers().toBuilder()
                .removeAndThen(HEADER)
                .removeAndThen(HttpHeaderNames.IF_NONE_MATCH)
                .removeAndThen(HttpHeaderNames.IF_MODIFIED_SINCE)
                .build());
    ctx.updateRequest(unconditional);
    return unwrap()
        .serve(ctx, unconditional)
        .mapHeaders(headers -> explained(ctx, headers, waterfall));
  }

  private static ResponseHeaders explained(
      ServiceRequestContext ctx, ResponseHeaders headers, Waterfall waterfall) {
    long arrivedAt =
        ctx.log().ensureAvailable(RequestLogProperty.REQUEST_START_TIME).requestStartTimeNanos();
    return headers.toBuilder()
        .removeAndThen(HttpHeaderNames.ETAG)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpCaching.CALLERS_NOT_KEPT.header())
        .add(HEADER, WaterfallHeader.lines(waterfall, arrivedAt, System.nanoTime()))
        .build();
  }
}
