package harbor.kit.bff.overload;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;

/** Answers to requests that are turned away, in the BFF's form, with {@code Retry-After}. */
final class Refusals {
  private final Answers answers;
  private final ErrorAnswer busy;

  Refusals(Answers answers) {
    this.answers = answers;
    this.busy = answers.errors().of(EdgeEvent.OVERLOADED);
  }

  /** The server has too much to do. */
  HttpResponse busy(ServiceRequestContext ctx, int retryAfterSeconds) {
    ctx.setAdditionalResponseHeader(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
    return answers.error(ctx, busy);
  }
}
