package harbor.kit.bff.session;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;

/** Why a request is not served, as far as that depends on who asks. */
public final class CallerRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** In which what could not be known is likely to be known again. */
  private static final int RETRY_SECONDS = 2;

  private final EdgeEvent event;

  private CallerRefusal(EdgeEvent event) {
    super(event.name(), null, false, false);
    this.event = event;
  }

  /** What the request says of its caller does not hold, or not any more: 401. */
  public static CallerRefusal notSignedIn() {
    return new CallerRefusal(EdgeEvent.NOT_SIGNED_IN);
  }

  /** The store or the provider does not answer: 503, and the session stays. */
  public static CallerRefusal unavailable() {
    return new CallerRefusal(EdgeEvent.SIGN_IN_UNAVAILABLE);
  }

  /** What happened. */
  public EdgeEvent event() {
    return event;
  }

  /** The answer that says so. */
  public HttpResponse answer(ServiceRequestContext ctx, Answers answers) {
    if (event == EdgeEvent.SIGN_IN_UNAVAILABLE) {
      ctx.setAdditionalResponseHeader(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
    }
    return answers.error(ctx, answers.errors().of(event));
  }
}
