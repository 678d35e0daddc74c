package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.RateLimits;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are refused before any page is asked: they count for the limit of pages all the
 * same. Thread-safe.
 */
final class RefusedRequests {
  private static final AttributeKey<ErrorAnswer> REFUSAL =
      AttributeKey.valueOf(RefusedRequests.class, "REFUSAL");

  private final Answers answers;
  private final HttpService service;

  RefusedRequests(Answers answers, RateLimits limits) {
    this.answers = answers;
    service = limits.protect(this::answer, Limit.DEFAULT, RateLimits.Counting.CLIENT);
  }

  private HttpResponse answer(ServiceRequestContext ctx, Object request) {
    @Nullable ErrorAnswer error = ctx.attr(REFUSAL);
    return answers.error(ctx, error == null ? answers.errors().of(EdgeEvent.BUG) : error);
  }

  /** Answers what is said of its request. */
  HttpService service() {
    return service;
  }

  /** Says why a request is refused. */
  void say(ServiceRequestContext ctx, BadRequest e) {
    say(ctx, answers.errors().of(e.event(), String.valueOf(e.getMessage())).withField(e.field()));
  }

  /** Says why a request is refused. */
  void say(ServiceRequestContext ctx, ErrorAnswer error) {
    ctx.setAttr(REFUSAL, error);
  }
}
