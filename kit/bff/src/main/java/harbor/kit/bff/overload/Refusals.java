package harbor.kit.bff.overload;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;

/** Answers to requests that are turned away, in the BFF's form, with {@code Retry-After}. */
final class Refusals {
  private static final ErrorAnswer BUSY = ErrorAnswer.of(HttpStatus.SERVICE_UNAVAILABLE);
  private static final ErrorAnswer TOO_MANY = ErrorAnswer.of(HttpStatus.TOO_MANY_REQUESTS);

  private final Answers answers;

  Refusals(Answers answers) {
    this.answers = answers;
  }

  /** The server has too much to do. */
  HttpResponse busy(ServiceRequestContext ctx, HttpRequest request, int retryAfterSeconds) {
    return refuse(ctx, request, BUSY, retryAfterSeconds);
  }

  /** The client asks too often. */
  HttpResponse tooMany(ServiceRequestContext ctx, HttpRequest request, int retryAfterSeconds) {
    return refuse(ctx, request, TOO_MANY, retryAfterSeconds);
  }

  private HttpResponse refuse(
      ServiceRequestContext ctx, HttpRequest request, ErrorAnswer error, int retryAfterSeconds) {
    ctx.setAdditionalResponseHeader(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
    return answers.error(request.headers(), error, TraceIds.of(TraceContext.of(ctx)));
  }
}
