package harbor.kit.bff.signin;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sign-ins under way, in cookies of the browser that began them: one each, sealed, so that several
 * tabs do not disturb each other, nobody can finish what another browser began, and the server
 * holds nothing for those who never come back. At most {@value #MAX_COUNT}, and {@value #MAX_BYTES}
 * bytes; the oldest give way. Thread-safe.
 *
 * <p>{@code __Host-} keeps other hosts of the domain from planting one.
 */
final class LoginCookies {
  static final int MAX_COUNT = 5;
  static final int MAX_BYTES = 3_300;

  private static final int NAMED_BY = 8;

  private final String prefix;
  private final byte[] context;
  private final Sealing sealing;
  private final InstantSource clock;

  /** One of a request, which may be anybody's invention. */
  private record Held(Cookie cookie, Optional<LoginState> state) {
    int bytes() {
      return cookie.name().length() + cookie.value().length() + "=; ".length();
    }
  }

  /**
   * Those of one frontend.
   *
   * @param frontend its name and port: cookies know no ports
   */
  LoginCookies(String frontend, Sealing sealing, InstantSource clock) {
    this.prefix = "__Host-Http-harbor-login-" + frontend + "-";
    this.context = prefix.getBytes(StandardCharsets.US_ASCII);
    this.sealing = sealing;
    this.clock = clock;
  }

  /** Puts one into the answer, and takes away those that it has no place for. */
  void add(ServiceRequestContext ctx, LoginState state) {
    String name = name(state.state());
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(sealing.seal(state.bytes(), context));
    int bytes = name.length() + value.length() + "=; ".length();
    int count = 1;
    List<Held> held = new ArrayList<>(held(ctx));
    held.sort(Comparator.comparingLong(LoginCookies::startedAt).reversed());
    for (Held one : held) {
      boolean isLive = one.state.isPresent() && isLive(one.state.get());
      if (isLive && count < MAX_COUNT && bytes + one.bytes() <= MAX_BYTES) {
        count++;
        bytes += one.bytes();
      } else {
        remove(ctx, one.cookie.name());
      }
    }
    set(ctx, cookie(name, value).maxAge(LoginState.LIFETIME.toSeconds()));
  }

  /**
   * Takes the one with this state out of the browser; empty when this browser did not begin it, or
   * too long ago.
   */
  Optional<LoginState> take(ServiceRequestContext ctx, String state) {
    if (state.length() < NAMED_BY) {
      return Optional.empty();
    }
    String name = name(state);
    return held(ctx).stream()
        .filter(one -> one.cookie.name().equals(name))
        .findFirst()
        .flatMap(
            one -> {
              remove(ctx, name);
              return one.state;
            })
        .filter(found -> found.state().equals(state) && isLive(found));
  }

  private List<Held> held(ServiceRequestContext ctx) {
    return ctx.request().headers().cookies().stream()
        .filter(cookie -> cookie.name().startsWith(prefix))
        .map(cookie -> new Held(cookie, open(cookie.value())))
        .toList();
  }

  private Optional<LoginState> open(String value) {
    try {
      return sealing.open(Base64.getUrlDecoder().decode(value), context).flatMap(LoginState::of);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean isLive(LoginState state) {
    return clock.instant().isBefore(state.endsAt());
  }

  private static long startedAt(Held held) {
    return held.state.map(state -> state.startedAt().getEpochSecond()).orElse(0L);
  }

  private String name(String state) {
    return prefix + state.substring(0, NAMED_BY);
  }

  private static void remove(ServiceRequestContext ctx, String name) {
    set(ctx, cookie(name, "").maxAge(0));
  }

  private static CookieBuilder cookie(String name, String value) {
    return Cookie.secureBuilder(name, value).path("/").sameSite("Lax");
  }

  private static void set(ServiceRequestContext ctx, CookieBuilder cookie) {
    ctx.addAdditionalResponseHeader(HttpHeaderNames.SET_COOKIE, cookie.build().toSetCookieHeader());
  }
}
