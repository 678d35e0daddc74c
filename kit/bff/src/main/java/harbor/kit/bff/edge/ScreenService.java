package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.RequestScope;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves a screen over HTTP: one request becomes one page, one page one answer. */
final class ScreenService<I, V extends Message> implements HttpService {
  private static final String ALLOWED = "GET, HEAD";

  private final ScreenRoute<I, V> route;
  private final Answers answers;
  private final FailureLog failures;
  private final InstantSource clock;

  ScreenService(
      ScreenRoute<I, V> route, Answers answers, FailureLog failures, InstantSource clock) {
    this.route = route;
    this.answers = answers;
    this.failures = failures;
    this.clock = clock;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    RequestHeaders headers = request.headers();
    if (headers.method() != HttpMethod.GET && headers.method() != HttpMethod.HEAD) {
      ctx.setAdditionalResponseHeader("allow", ALLOWED);
      return refuse(ctx, headers, ErrorAnswer.methodNotAllowed(ALLOWED));
    }
    Optional<ViewFormat> format = answers.format(headers);
    if (format.isEmpty()) {
      return refuse(ctx, headers, answers.notAcceptable());
    }
    I input;
    try {
      input = route.input().apply(ctx);
    } catch (BadRequest e) {
      return refuse(ctx, headers, ErrorAnswer.invalid(String.valueOf(e.getMessage())));
    }
    RequestScope scope = RequestScopes.open(ctx, route.total());
    return HttpResponse.of(
        route
            .screen()
            .page(scope, input)
            .handle((page, bug) -> answer(ctx, headers, format.get(), page, bug)));
  }

  private HttpResponse answer(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      @Nullable Page<V> page,
      @Nullable Throwable bug) {
    return switch (page) {
      case null -> {
        failures.bug(ctx, bug);
        yield refuse(ctx, headers, ErrorAnswer.internal());
      }
      case Page.Ready<V> ready ->
          answers.ready(
              headers,
              format,
              ready,
              view -> withMeta(ctx, ready.view(), ready.missing()),
              route.cacheControl());
      case Page.NotFound<V> _ ->
          refuse(
              ctx,
              headers,
              ErrorAnswer.notFound(route.notFoundCode(), "There is nothing with this id."));
      case Page.Unavailable<V>(_, Miss miss) -> refuse(ctx, headers, unavailable(miss));
    };
  }

  private ErrorAnswer unavailable(Miss miss) {
    return switch (miss.kind()) {
      case TIMEOUT, CANCELLED -> ErrorAnswer.late(route.unavailableCode());
      case UNAVAILABLE, REFUSED, BROKEN -> ErrorAnswer.unavailable(route.unavailableCode());
      case INVALID -> ErrorAnswer.invalid("The request was refused: " + miss.reason() + ".");
      case NOT_FOUND ->
          ErrorAnswer.notFound(route.notFoundCode(), "There is nothing with this id.");
    };
  }

  private Message withMeta(ServiceRequestContext ctx, V view, List<String> missing) {
    return route
        .meta()
        .with(
            view,
            new MetaView.Facts(
                RequestScopes.traceId(ctx),
                clock.instant(),
                RequestScopes.millisSinceArrival(ctx),
                missing));
  }

  private HttpResponse refuse(
      ServiceRequestContext ctx, RequestHeaders headers, ErrorAnswer error) {
    return answers.error(headers, error, RequestScopes.traceId(ctx));
  }
}
