package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.edge.Route.Audience;
import harbor.kit.bff.edge.Route.Refused;
import harbor.kit.bff.input.Preconditions;
import harbor.kit.bff.overload.Shedding;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.text.Languages;
import harbor.kit.client.Caller;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Serves a route over HTTP: format, caller, input, plans, answer; one request becomes one page, one
 * page one answer. Thread-safe.
 */
final class RouteService<I, V extends Message> implements BufferedResponse {
  private static final AsciiString KEY = HttpHeaderNames.of("idempotency-key");
  private static final AsciiString REPLAYED = HttpHeaderNames.of("idempotency-replayed");

  private final Route<I, V> route;
  private final Serving serving;
  private final Duration total;
  private final Optional<MetaView> meta;
  private final HttpCaching unshared;
  private final AnonymousRequest anonymous;

  /**
   * What all routes of a BFF share.
   *
   * @param csrf checks every change
   * @param languages those that it speaks; empty where no text of it is for people
   * @param meta the field by which views say how they came about; for those that have it
   */
  record Serving(
      Answers answers,
      PlanRunner runner,
      Callers callers,
      Csrf csrf,
      Optional<Languages> languages,
      Optional<MetaView> meta,
      FailureLog failures,
      InstantSource clock) {}

  /** Who asks, with which key. */
  private record Asker(Caller caller, String key) {
    private static final Asker NOBODY = new Asker(Caller.ANONYMOUS, "");
  }

  RouteService(Route<I, V> route, Serving serving) {
    this.route = route;
    this.serving = serving;
    this.total = serving.runner().paced(route.total());
    this.meta =
        serving
            .meta()
            .filter(
                field ->
                    route.example().getDescriptorForType().findFieldByName(field.field()) != null);
    this.unshared = route.isPublic() ? HttpCaching.personal(Duration.ZERO) : route.caching();
    this.anonymous = new AnonymousRequest(serving.answers().dependsOn());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    RequestHeaders headers = request.headers();
    Optional<ViewFormat> format =
        ctx instanceof InnerRequest
            ? Optional.of(ViewFormat.PROTOBUF)
            : serving.answers().format(headers);
    if (format.isEmpty()) {
      return refuse(ctx, serving.answers().notAcceptable());
    }
    if (route.isPublic()) {
      ctx.updateRequest(anonymous.of(request));
    }
    if (route.isRead()) {
      return HttpResponse.of(answered(ctx, headers, format.get(), null));
    }
    return HttpResponse.of(
        request
            .aggregate(ctx.eventLoop())
            .thenCompose(whole -> answered(ctx, headers, format.get(), whole)));
  }

  private CompletionStage<HttpResponse> answered(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      @Nullable AggregatedHttpRequest whole) {
    if (whole != null && whole.content().length() > route.maxBodyBytes()) {
      return CompletableFuture.completedFuture(refuse(ctx, EdgeEvent.LARGE_BODY, ""));
    }
    if (route.audience() == Audience.ANYBODY) {
      return asked(ctx, headers, format, whole, Asker.NOBODY);
    }
    if (!route.isRead()) {
      Optional<EdgeEvent> foreign = serving.csrf().beforeIdentity(ctx);
      if (foreign.isPresent()) {
        return CompletableFuture.completedFuture(refuse(ctx, foreign.get(), ""));
      }
    }
    CompletableFuture<Known> known =
        (route.isUnattended() ? serving.callers().unattended(ctx) : serving.callers().of(ctx))
            .handle(Known::new)
            .toCompletableFuture();
    return known.isDone()
        ? identified(ctx, headers, format, whole, known.join())
        : known.thenComposeAsync(
            later -> identified(ctx, headers, format, whole, later), ctx.eventLoop());
  }

  /** Who asks, or why that is not known. */
  private record Known(@Nullable Identified who, @Nullable Throwable failure) {}

  /** On behalf of whoever it is, if that is known. */
  private CompletionStage<HttpResponse> identified(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      @Nullable AggregatedHttpRequest whole,
      Known known) {
    Identified who = known.who();
    if (who == null) {
      return CompletableFuture.completedFuture(unidentified(ctx, known.failure()));
    }
    if (route.audience() == Audience.USER && !who.caller().isUser()) {
      return CompletableFuture.completedFuture(refuse(ctx, EdgeEvent.NOT_SIGNED_IN, ""));
    }
    if (route.isForKnown() && who.caller().isAnonymous()) {
      return CompletableFuture.completedFuture(refuse(ctx, EdgeEvent.NOT_SIGNED_IN, ""));
    }
    if (!route.isRead()) {
      Optional<EdgeEvent> stale = serving.csrf().afterIdentity(ctx, who);
      if (stale.isPresent()) {
        return CompletableFuture.completedFuture(refuse(ctx, stale.get(), ""));
      }
    }
    Identified.note(ctx, who);
    try {
      return asked(ctx, headers, format, whole, new Asker(who.caller(), key(headers)));
    } catch (BadRequest e) {
      return CompletableFuture.completedFuture(malformed(ctx, e));
    }
  }

  /** What is no page: nobody can know who asks, or a bug. */
  private HttpResponse unidentified(ServiceRequestContext ctx, @Nullable Throwable failure) {
    return switch (failure instanceof CompletionException e ? e.getCause() : failure) {
      case CallerRefusal refusal -> refusal.answer(ctx, serving.answers());
      case BadRequest e -> malformed(ctx, e);
      case null, default -> {
        serving.failures().bug(ctx, failure);
        yield refuse(ctx, EdgeEvent.BUG, "");
      }
    };
  }

  private HttpResponse malformed(ServiceRequestContext ctx, BadRequest e) {
    return refuse(
        ctx,
        serving
            .answers()
            .errors()
            .of(e.event(), String.valueOf(e.getMessage()))
            .withField(e.field()));
  }

  private CompletionStage<HttpResponse> asked(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      @Nullable AggregatedHttpRequest whole,
      Asker known) {
    Asker asker;
    I input;
    try {
      input = route.input().read(ctx, whole);
      asker = route.isRead() ? known : somebody(ctx, known);
    } catch (BadRequest e) {
      return CompletableFuture.completedFuture(malformed(ctx, e));
    }
    RequestScope scope =
        RequestScopes.open(
            ctx,
            ctx instanceof InnerRequest inner ? inner.atMost(total) : total,
            asker.caller(),
            asker.key(),
            language(ctx, headers));
    CompletableFuture<Page<V>> work = route.screen().page(serving.runner(), scope, input);
    Shedding.counts(ctx, work);
    return work.handle(
        (page, bug) -> {
          if (scope.isReplayed()) {
            ctx.setAdditionalResponseHeader(REPLAYED, "true");
          }
          return answer(ctx, scope, input, headers, format, page, bug);
        });
  }

  /** The one that suits the client best; the answer says it. */
  private Locale language(ServiceRequestContext ctx, RequestHeaders headers) {
    if (serving.languages().isEmpty()) {
      return Locale.ENGLISH;
    }
    Locale language =
        serving.languages().get().choose(headers.get(HttpHeaderNames.ACCEPT_LANGUAGE));
    ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, language.toLanguageTag());
    return language;
  }

  private String key(RequestHeaders headers) {
    if (route.isRead()) {
      return "";
    }
    List<String> keys = headers.getAll(KEY);
    return Preconditions.key(
        keys.isEmpty() ? null : String.join(", ", keys), route.isKeyRequired());
  }

  /**
   * Whoever changes something is somebody. A newcomer's key is nobody's: it is neither looked up
   * nor stored.
   */
  private Asker somebody(ServiceRequestContext ctx, Asker asker) {
    return asker.caller().isAnonymous() ? new Asker(serving.callers().newcomer(ctx), "") : asker;
  }

  private HttpResponse answer(
      ServiceRequestContext ctx,
      RequestScope scope,
      I input,
      RequestHeaders headers,
      ViewFormat format,
      @Nullable Page<V> page,
      @Nullable Throwable bug) {
    return switch (page) {
      case null -> unidentified(ctx, bug);
      case Page.Ready<V> ready when route.isRead() ->
          serving
              .answers()
              .ready(headers, format, ready, meta, () -> facts(ctx, ready.missing()), caching(ctx));
      case Page.Ready<V> ready ->
          serving
              .answers()
              .changed(
                  headers,
                  format,
                  ready,
                  done(input, ready.view()),
                  meta,
                  () -> facts(ctx, ready.missing()));
      case Page.Failed<V> failed -> failed(ctx, scope, input, failed);
    };
  }

  private ResponseHeadersBuilder done(I input, V view) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK);
    if (route.isPending(view)) {
      headers.status(HttpStatus.ACCEPTED);
      if (route.pendingAt() != null) {
        headers.set(HttpHeaderNames.LOCATION, route.pendingAt().apply(input, view));
      }
    } else if (!route.hasBody()) {
      headers.status(HttpStatus.NO_CONTENT);
    } else if (route.location() != null) {
      String at = route.location().apply(input, view);
      if (!at.isEmpty()) {
        headers.status(HttpStatus.CREATED).set(HttpHeaderNames.LOCATION, at);
      }
    }
    return headers;
  }

  /** A refusal, with what its code has to show when that can be had. */
  private HttpResponse failed(
      ServiceRequestContext ctx, RequestScope scope, I input, Page.Failed<V> failed) {
    Miss miss = failed.miss();
    ErrorAnswer plain =
        route.isWithdrawn(miss)
            ? serving.answers().errors().of(EdgeEvent.WITHDRAWN)
            : serving.answers().errors().of(miss, failed.call());
    String field = route.field(miss.reason());
    ErrorAnswer error = field == null ? plain : plain.withField(field);
    Screen<Refused<I>, ? extends Message> shows = route.refusal(miss);
    if (shows == null) {
      return serving.answers().error(ctx, error, failed.call());
    }
    return HttpResponse.of(
        shows
            .page(serving.runner(), scope, new Refused<>(input, miss))
            .handle(
                (page, _) ->
                    serving
                        .answers()
                        .error(
                            ctx,
                            page instanceof Page.Ready<? extends Message> ready
                                ? error.withMember(ready.view())
                                : error,
                            failed.call())));
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
        serving.clock().instant(),
        RequestScopes.millisSinceArrival(ctx),
        missing);
  }

  private HttpResponse refuse(ServiceRequestContext ctx, EdgeEvent event, String detail) {
    return refuse(ctx, serving.answers().errors().of(event, detail));
  }

  private HttpResponse refuse(ServiceRequestContext ctx, ErrorAnswer error) {
    return serving.answers().error(ctx, error);
  }
}
