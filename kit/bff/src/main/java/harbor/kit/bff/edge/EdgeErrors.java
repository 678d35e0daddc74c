package harbor.kit.bff.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.wire.UnreadHead;
import io.grpc.StatusRuntimeException;
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

  /** What some route knows: a method that none does is refused before it is looked for. */
  private static final String KNOWN_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

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
      case HttpStatusException e -> answers.error(ctx, answers.errors().of(e.httpStatus()));
      case ContentTooLargeException _ -> error(ctx, EdgeEvent.LARGE_BODY);
      case RequestTimeoutException _ -> error(ctx, late(ctx));
      case ShuttingDownException _ -> error(ctx, EdgeEvent.OVERLOADED);
      // The client has left: nobody reads the answer, and it is no fault of ours.
      case RequestCancellationException _ -> error(ctx, EdgeEvent.OVERLOADED);
      case Throwable e when Exceptions.isStreamCancelling(e) -> error(ctx, EdgeEvent.OVERLOADED);
      // Health's client has left in the middle of a call; screens have no gRPC endings.
      case StatusRuntimeException _ when ctx.config().service().as(GrpcService.class) != null ->
          error(ctx, EdgeEvent.OVERLOADED);
      default -> {
        failures.bug(ctx, cause);
        yield error(ctx, EdgeEvent.BUG);
      }
    };
  }

  /** Whose fault it is that the time is over: the client's as long as it has not sent all. */
  private static EdgeEvent late(ServiceRequestContext ctx) {
    return ctx.request().isOpen() ? EdgeEvent.SLOW_REQUEST : EdgeEvent.LATE;
  }

  private HttpResponse error(ServiceRequestContext ctx, EdgeEvent event) {
    return answers.error(ctx, answers.errors().of(event));
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
    log.debug("trace={} refused a malformed request: {} {}", traceId, status.code(), description);
    return whole(null, headers, status, traceId);
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
    return whole(ctx, headers, status, traceId.isEmpty() ? randomTraceId() : traceId);
  }

  /** To a client whose request does not come. */
  AggregatedHttpResponse slowRequest() {
    return whole(null, null, HttpStatus.REQUEST_TIMEOUT, randomTraceId());
  }

  private AggregatedHttpResponse whole(
      @Nullable ServiceRequestContext ctx,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      String traceId) {
    ErrorAnswer answer = answers.errors().of(status);
    AggregatedHttpResponse error =
        answers
            .refusal(ctx, headers == null ? unread() : headers, answer, traceId)
            .aggregate()
            .join();
    ResponseHeadersBuilder answered =
        error.headers().toBuilder()
            .set(SecurityHeaders.ALWAYS)
            .set(RequestIdentity.TRACE_ID, traceId);
    if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
      answered.set(HttpHeaderNames.ALLOW, KNOWN_METHODS);
    }
    return AggregatedHttpResponse.of(answered.build(), error.content());
  }

  /** Of a head that nobody else can read, what says in which form to answer. */
  private static RequestHeaders unread() {
    String accept = UnreadHead.accept();
    return accept.isEmpty()
        ? UNREADABLE
        : RequestHeaders.of(HttpMethod.GET, "/", HttpHeaderNames.ACCEPT, accept);
  }

  private static String randomTraceId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return TraceId.fromLongs(random.nextLong(), random.nextLong());
  }
}
