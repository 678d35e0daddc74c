package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.plan.Caller;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.RequestScope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves a screen over HTTP: one request becomes one page, one page one answer. */
final class ScreenService<I, V extends Message> implements WholeAnswers {
  private static final String ALLOWED = "GET, HEAD";

  private final ScreenRoute<I, V> route;
  private final Answers answers;
  private final FailureLog failures;
  private final InstantSource clock;
  private final Callers callers;
  private final HttpCaching unshared;
  private final ImpersonalRequest impersonal;

  ScreenService(
      ScreenRoute<I, V> route,
      Answers answers,
      FailureLog failures,
      InstantSource clock,
      Callers callers) {
    this.route = route;
    this.answers = answers;
    this.failures = failures;
    this.clock = clock;
    this.callers = callers;
    this.unshared = route.isPublic() ? HttpCaching.personal(Duration.ZERO) : route.caching();
    this.impersonal = new ImpersonalRequest(answers.dependsOn());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    RequestHeaders headers = request.headers();
    if (headers.method() != HttpMethod.GET && headers.method() != HttpMethod.HEAD) {
      ctx.setAdditionalResponseHeader("allow", ALLOWED);
      return refuse(ctx, EdgeEvent.METHOD_NOT_ALLOWED, ALLOWED);
    }
    Optional<ViewFormat> format = answers.format(headers);
    if (format.isEmpty()) {
      return answers.error(ctx, answers.notAcceptable());
    }
    if (route.isPublic()) {
      ctx.updateRequest(impersonal.of(request));
    }
    I input;
    try {
      input = route.input().apply(ctx);
    } catch (BadRequest e) {
      return refuse(ctx, EdgeEvent.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    RequestScope scope = RequestScopes.open(ctx, route.total(), caller(ctx));
    return HttpResponse.of(
        route
            .screen()
            .page(scope, input)
            .handle((page, bug) -> answer(ctx, headers, format.get(), page, bug)));
  }

  private Caller caller(ServiceRequestContext ctx) {
    return route.screen() instanceof PersonalScreen ? callers.of(ctx) : Caller.ANONYMOUS;
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
        yield refuse(ctx, EdgeEvent.BUG, "");
      }
      case Page.Ready<V> ready ->
          answers.ready(
              headers,
              format,
              ready,
              route.meta(),
              () -> facts(ctx, ready.missing()),
              caching(ctx));
      case Page.NotFound<V>(String call, Miss miss) -> refuse(ctx, call, miss);
      case Page.Unavailable<V>(String call, Miss miss) -> refuse(ctx, call, miss);
    };
  }

  /** A cookie is for the one who asked: no shared cache may keep it with the page. */
  private HttpCaching caching(ServiceRequestContext ctx) {
    return ctx.additionalResponseHeaders().contains(HttpHeaderNames.SET_COOKIE)
        ? unshared
        : route.caching();
  }

  private MetaView.Facts facts(ServiceRequestContext ctx, List<String> missing) {
    return new MetaView.Facts(
        RequestScopes.traceId(ctx),
        clock.instant(),
        RequestScopes.millisSinceArrival(ctx),
        missing);
  }

  private HttpResponse refuse(ServiceRequestContext ctx, String call, Miss miss) {
    return answers.error(ctx, answers.errors().of(miss, call), call);
  }

  private HttpResponse refuse(ServiceRequestContext ctx, EdgeEvent event, String detail) {
    return answers.error(ctx, answers.errors().of(event, detail));
  }
}
