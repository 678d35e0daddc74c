package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.edge.Visitors.Visitor;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.PublicOrigin;
import harbor.kit.bff.session.Sessions;
import harbor.kit.bff.signin.provider.OpenIdProvider;
import harbor.kit.bff.signin.provider.ProviderUnavailable;
import harbor.kit.client.Caller;
import harbor.observability.HttpRoute;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.netty.util.AsciiString;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in and out at one frontend of a BFF: what stands at its {@code /auth/*}, and what those
 * services share. Thread-safe.
 *
 * @param provider who says who people are
 * @param sessions what browsers and apps have afterwards
 * @param accounts the shop's part
 * @param csrf tells our own pages' sign-outs from others'
 * @param guests who somebody was before
 * @param callers who somebody is, with a session or without
 * @param used states and tokens that are good for one time
 */
public record SignIn(
    Frontend frontend,
    PublicOrigin origin,
    OpenIdProvider provider,
    Sessions sessions,
    Accounts accounts,
    Csrf csrf,
    Callers guests,
    Callers callers,
    UsedOnce used,
    Sealing sealing,
    Answers answers,
    InstantSource clock) {
  private static final Logger log = LoggerFactory.getLogger(SignIn.class);
  private static final AsciiString SEC_PURPOSE = HttpHeaderNames.of("sec-purpose");
  private static final AsciiString PURPOSE = HttpHeaderNames.of("purpose");

  /** The services by path and method. */
  public Map<String, Map<HttpMethod, HttpService>> services() {
    Map<String, Map<HttpMethod, HttpService>> services = new LinkedHashMap<>();
    services.put(path("login"), get(new LoginService(this)));
    services.put(path("callback"), get(new CallbackService(this)));
    services.put(path("me"), get(new MeService(this)));
    services.put(path("logout"), Map.of(HttpMethod.POST, new LogoutService(this)));
    services.put(
        path("backchannel-logout"), Map.of(HttpMethod.POST, new BackchannelLogoutService(this)));
    services.put(path("sign-out.js"), Map.of(HttpMethod.GET, new SignOutScript()));
    return services;
  }

  /** What stands there where nobody can sign in. */
  public static Map<String, Map<HttpMethod, HttpService>> off(Frontend frontend, Answers answers) {
    BufferedResponse says =
        (_, _) -> new SignInPages(frontend).page(Ending.OFF, ReturnAddress.START);
    BufferedResponse nobody =
        (ctx, _) -> answers.error(ctx, answers.errors().of(EdgeEvent.NOT_SIGNED_IN));
    return Map.of(
        path(frontend, "login"), Map.of(HttpMethod.GET, says),
        path(frontend, "callback"), Map.of(HttpMethod.GET, says),
        path(frontend, "logout"), Map.of(HttpMethod.POST, says),
        path(frontend, "me"), Map.of(HttpMethod.GET, nobody));
  }

  /** The rate limit of a path: each sign-in begins and ends with work of the provider. */
  public static String limit(Frontend frontend, String path) {
    return path.equals(path(frontend, "login")) || path.equals(path(frontend, "callback"))
        ? Limit.SIGN_IN
        : Limit.DEFAULT;
  }

  /** Who somebody is here, and how that can be changed. */
  public CompletionStage<Visitor> visitor(ServiceRequestContext ctx) {
    return sessions
        .known(ctx)
        .handle(
            (found, failure) ->
                failure == null
                    ? pages().visitor(found)
                    : new Visitor("<p>Who you are cannot be known at the moment.</p>\n", false));
  }

  /** Nobody does anything by HEAD, or by what a browser fetches ahead of a click. */
  private Map<HttpMethod, HttpService> get(HttpService service) {
    BufferedResponse getAlone =
        (ctx, request) -> {
          if (request.method() == HttpMethod.HEAD) {
            ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, HttpMethod.GET.name());
            return answers.error(
                ctx, answers.errors().of(EdgeEvent.METHOD_NOT_ALLOWED, HttpMethod.GET.name()));
          }
          return isAhead(request.headers())
              ? HttpResponse.of(SignInPages.unkept(HttpStatus.FORBIDDEN).build())
              : service.serve(ctx, request);
        };
    return Map.of(HttpMethod.GET, getAlone);
  }

  private static boolean isAhead(RequestHeaders headers) {
    String purpose = headers.get(SEC_PURPOSE, "") + headers.get(PURPOSE, "");
    return purpose.toLowerCase(Locale.ROOT).contains("prefetch");
  }

  private String path(String last) {
    return path(frontend, last);
  }

  static String path(Frontend frontend, String last) {
    return frontend.paths() + "auth/" + last;
  }

  SignInPages pages() {
    return new SignInPages(frontend);
  }

  LoginCookies cookies(ServiceRequestContext ctx) {
    URI site = site(ctx);
    int port = site.getPort();
    int named = port >= 0 ? port : "https".equals(site.getScheme()) ? 443 : 80;
    return new LoginCookies(frontend.name() + "-" + named, sealing, clock);
  }

  /** Where the provider sends browsers back to: registered there, letter for letter. */
  URI callback(ServiceRequestContext ctx) {
    return site(ctx).resolve(path("callback"));
  }

  /** As configured; otherwise this machine, by the name of it that the request uses. */
  private URI site(ServiceRequestContext ctx) {
    return origin
        .configured()
        .orElseGet(
            () -> {
              URI said = URI.create(origin.of(ctx));
              String host = said.getHost();
              return host != null && PublicOrigin.isLocal(host)
                  ? said
                  : URI.create("http://localhost:" + ctx.localAddress().getPort());
            });
  }

  /** The guest that somebody was; empty when they were none. */
  CompletionStage<Optional<String>> guest(ServiceRequestContext ctx) {
    return guests
        .of(ctx)
        .handle(
            (who, failure) ->
                failure == null && who.caller().kind() == Caller.Kind.GUEST
                    ? Optional.of(who.caller().id())
                    : Optional.empty());
  }

  /** That nobody can sign in now: a page for people, an error for programs. */
  HttpResponse unavailable(ServiceRequestContext ctx, ReturnAddress back) {
    String accept = ctx.request().headers().get(HttpHeaderNames.ACCEPT, "");
    return accept.contains(MediaType.HTML_UTF_8.withoutParameters().toString())
        ? pages().page(Ending.UNAVAILABLE, back)
        : CallerRefusal.unavailable().answer(ctx, answers);
  }

  /** What did not work is in the log, by its kind: texts of failures may hold secrets. */
  HttpResponse failed(ServiceRequestContext ctx, ReturnAddress back, Throwable failure) {
    note(failure);
    return unavailable(ctx, back);
  }

  /** A sign-in or sign-out that is refused by something else than an {@link EdgeEvent}. */
  void audit(ServiceRequestContext ctx, String code) {
    answers
        .audit()
        .refusal(code, HttpRoute.of(ctx))
        .trace(TraceIds.of(TraceContext.of(ctx)))
        .write();
  }

  HttpResponse refusal(ServiceRequestContext ctx, EdgeEvent event) {
    return answers.error(ctx, answers.errors().of(event));
  }

  HttpResponse refusal(ServiceRequestContext ctx, Throwable failure) {
    Throwable cause = ProviderUnavailable.unwrapped(failure);
    if (cause instanceof CallerRefusal refusal) {
      return refusal.answer(ctx, answers);
    }
    note(failure);
    return CallerRefusal.unavailable().answer(ctx, answers);
  }

  private static void note(Throwable failure) {
    Throwable cause = ProviderUnavailable.unwrapped(failure);
    if (cause instanceof ProviderUnavailable known) {
      log.debug("The provider is not available: {}", known.getMessage());
    } else {
      log.warn("Signing in or out does not work: {}", cause.getClass().getName());
    }
  }
}
