package harbor.kit.bff.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorAnswer;
import io.opentelemetry.api.trace.TraceId;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that no screen answers, in the form of the BFF's other errors: unknown routes,
 * malformed or oversized requests, timeouts of the server, bugs. Nothing of the cause leaves.
 */
final class EdgeErrors implements ServerErrorHandler {
  private static final Logger log = LoggerFactory.getLogger(EdgeErrors.class);
  private static final RequestHeaders UNREADABLE = RequestHeaders.of(HttpMethod.GET, "/");

  private final Answers answers;
  private final FailureLog failures;

  EdgeErrors(Answers answers, FailureLog failures) {
    this.answers = answers;
    this.failures = failures;
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    return switch (cause) {
      case HttpResponseException e -> e.httpResponse();
      case HttpStatusException e -> error(ctx, ErrorAnswer.of(e.httpStatus()));
      case ContentTooLargeException _ ->
          error(ctx, ErrorAnswer.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE));
      case RequestTimeoutException _ when ctx.request().isOpen() ->
          error(ctx, ErrorAnswer.of(HttpStatus.REQUEST_TIMEOUT));
      case RequestTimeoutException _, ShuttingDownException _ ->
          error(ctx, ErrorAnswer.of(HttpStatus.SERVICE_UNAVAILABLE));
      // The client has left: nobody reads the answer, and it is no fault of ours.
      case RequestCancellationException _ ->
          error(ctx, ErrorAnswer.of(HttpStatus.SERVICE_UNAVAILABLE));
      case Throwable e when Exceptions.isStreamCancelling(e) ->
          error(ctx, ErrorAnswer.of(HttpStatus.SERVICE_UNAVAILABLE));
      default -> {
        failures.bug(ctx, cause);
        yield error(ctx, ErrorAnswer.internal());
      }
    };
  }

  private HttpResponse error(ServiceRequestContext ctx, ErrorAnswer error) {
    return answers.error(ctx.request().headers(), error, RequestScopes.traceId(ctx));
  }

  /** A request that was not even read has no trace; its error gets an id of its own for the log. */
  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    String traceId = randomTraceId();
    log.info("trace={} refused a malformed request: {} {}", traceId, status.code(), description);
    return whole(headers == null ? UNREADABLE : headers, status, traceId);
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext ctx,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    String traceId = ctx == null ? "" : RequestScopes.traceId(ctx);
    return whole(
        headers == null ? UNREADABLE : headers,
        status,
        traceId.isEmpty() ? randomTraceId() : traceId);
  }

  /** To a client whose request does not come. */
  AggregatedHttpResponse late() {
    return whole(UNREADABLE, HttpStatus.REQUEST_TIMEOUT, randomTraceId());
  }

  private AggregatedHttpResponse whole(RequestHeaders headers, HttpStatus status, String traceId) {
    AggregatedHttpResponse error =
        answers.error(headers, ErrorAnswer.of(status), traceId).aggregate().join();
    return AggregatedHttpResponse.of(
        error.headers().toBuilder().set("x-trace-id", traceId).build(), error.content());
  }

  private static String randomTraceId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return TraceId.fromLongs(random.nextLong(), random.nextLong());
  }
}
