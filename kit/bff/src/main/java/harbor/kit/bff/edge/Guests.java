package harbor.kit.bff.edge;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Identified;
import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows guests by an id of their own, which is no cart's and cannot be guessed (160 random bits):
 * given with the answer to their first change, and sent by them from then on.
 */
public final class Guests {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22,64}");
  private static final Duration COOKIE_AGE = Duration.ofDays(400);
  private static final int ID_BYTES = 20;

  private Guests() {}

  /** In a header: for apps. One that is malformed is refused. */
  public static Callers byHeader(String name) {
    AsciiString header = HttpHeaderNames.of(name);
    return new Callers() {
      @Override
      public CompletionStage<Identified> of(ServiceRequestContext ctx) {
        String id = ctx.request().headers().get(header);
        if (id == null) {
          return NOBODY.of(ctx);
        }
        return isId(id)
            ? guest(id)
            : CompletableFuture.failedFuture(new BadRequest(name, "the id that an answer gave"));
      }

      @Override
      public Caller newcomer(ServiceRequestContext ctx) {
        String id = newId();
        ctx.setAdditionalResponseHeader(header, id);
        return Caller.guest(id);
      }

      @Override
      public String guestHeader() {
        return name;
      }
    };
  }

  /** In a cookie that no script can read: for browsers. One that is malformed is nobody's. */
  public static Callers byCookie(String name) {
    return new Callers() {
      @Override
      public CompletionStage<Identified> of(ServiceRequestContext ctx) {
        return ctx.request().headers().cookies().stream()
            .filter(cookie -> cookie.name().equals(name) && isId(cookie.value()))
            .findFirst()
            .map(cookie -> guest(cookie.value()))
            .orElseGet(() -> NOBODY.of(ctx));
      }

      @Override
      public Caller newcomer(ServiceRequestContext ctx) {
        String id = newId();
        ctx.addAdditionalResponseHeader(
            HttpHeaderNames.SET_COOKIE,
            Cookie.secureBuilder(name, id)
                .path("/")
                .maxAge(COOKIE_AGE.toSeconds())
                .sameSite("Lax")
                .build()
                .toSetCookieHeader());
        return Caller.guest(id);
      }

      @Override
      public String guestCookie() {
        return name;
      }
    };
  }

  private static CompletionStage<Identified> guest(String id) {
    return CompletableFuture.completedFuture(new Identified.Visitor(Caller.guest(id)));
  }

  private static boolean isId(@Nullable String id) {
    return id != null && ID.matcher(id).matches();
  }

  private static String newId() {
    return OpaqueId.random(ID_BYTES);
  }
}
