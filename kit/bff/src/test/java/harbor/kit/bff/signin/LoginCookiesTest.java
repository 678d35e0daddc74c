package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoginCookiesTest {
  private static final byte[] OLD =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW =
      "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final LoginCookies cookies = cookies(List.of(OLD));
  private final Browser browser = new Browser();

  /** Keeps cookies as a browser does. */
  private static final class Browser {
    private final Map<String, String> jar = new LinkedHashMap<>();

    ServiceRequestContext request() {
      String header =
          jar.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; "));
      return ServiceRequestContext.of(
          HttpRequest.of(
              RequestHeaders.of(HttpMethod.GET, "/auth/login", HttpHeaderNames.COOKIE, header)));
    }

    void takes(ServiceRequestContext answered) {
      for (String line : answered.additionalResponseHeaders().getAll(HttpHeaderNames.SET_COOKIE)) {
        String pair = line.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (line.contains("Max-Age=0")) {
          jar.remove(name);
        } else {
          jar.put(name, pair.substring(name.length() + 1));
        }
      }
    }

    int bytes() {
      return jar.entrySet().stream()
          .mapToInt(one -> one.getKey().length() + one.getValue().length() + 3)
          .sum();
    }
  }

  private LoginCookies cookies(List<byte[]> keys) {
    return new LoginCookies("web-8080", new Sealing(keys), () -> now);
  }

  @Test
  void signIns_areFinishedInAnyOrder_eachOnItsOwnAddress() {
    LoginState first = begin("/account/orders");
    LoginState second = begin("/p/HB1001");

    assertThat(finish(second.state())).contains(second);
    assertThat(finish(first.state())).contains(first);
    assertThat(browser.jar).isEmpty();
  }

  @Test
  void signIn_isFinishedOnce() {
    LoginState begun = begin("/");

    assertThat(finish(begun.state())).contains(begun);
    assertThat(finish(begun.state())).isEmpty();
  }

  @Test
  void signIn_isNotFinished_byAnotherBrowser() {
    LoginState begun = begin("/");
    Browser another = new Browser();
    ServiceRequestContext started = another.request();
    cookies.add(started, LoginState.begin(ReturnAddress.START, now));
    another.takes(started);

    assertThat(cookies.take(new Browser().request(), begun.state())).isEmpty();
    assertThat(cookies.take(another.request(), begun.state())).isEmpty();
  }

  @Test
  void signIn_isNotFinished_withAnotherCookieUnderItsName() {
    LoginState one = begin("/");
    LoginState other = begin("/");
    String name = name(one);
    browser.jar.put(name, browser.jar.get(name(other)));

    assertThat(finish(one.state())).isEmpty();
  }

  @Test
  void signIn_isNotFinished_whenItsCookieWasChangedOrInvented() {
    LoginState begun = begin("/");
    String name = name(begun);
    byte[] sealed = Base64.getUrlDecoder().decode(browser.jar.get(name));

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      browser.jar.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
      assertThat(cookies.take(browser.request(), begun.state())).isEmpty();
    }
    for (String invented : List.of("", "x", "%", "AAAA", "A".repeat(300))) {
      browser.jar.put(name, invented);
      assertThat(cookies.take(browser.request(), begun.state())).isEmpty();
    }
  }

  @Test
  void signIn_isNotFinished_afterTenMinutes() {
    LoginState begun = begin("/");

    now = now.plus(Duration.ofMinutes(10)).minusSeconds(1);
    assertThat(cookies.take(browser.request(), begun.state())).contains(begun);
    now = now.plusSeconds(1);
    assertThat(cookies.take(browser.request(), begun.state())).isEmpty();
  }

  @Test
  void signIn_isNotFinished_atAnotherFrontend() {
    LoginState begun = begin("/");
    LoginCookies other = new LoginCookies("web-18080", new Sealing(List.of(OLD)), () -> now);
    String stolen = browser.jar.get(name(begun));
    browser.jar.put(name(begun).replace("8080", "18080"), stolen);

    assertThat(other.take(browser.request(), begun.state())).isEmpty();
  }

  @Test
  void signIn_isFinished_whileKeysChange() {
    LoginState begun = begin("/");

    assertThat(cookies(List.of(NEW, OLD)).take(browser.request(), begun.state())).contains(begun);
    assertThat(cookies(List.of(NEW)).take(browser.request(), begun.state())).isEmpty();
  }

  @Test
  void unfinishedSignIns_stayFew_andTheLastOnesCanBeFinished() {
    List<LoginState> begun = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      now = now.plusSeconds(1);
      begun.add(begin("/search?q=" + "a".repeat(i * 5)));
      assertThat(browser.bytes()).isLessThanOrEqualTo(LoginCookies.MAX_BYTES);
      assertThat(browser.jar).hasSizeLessThanOrEqualTo(LoginCookies.MAX_COUNT);
    }

    begun.subList(47, 50).forEach(last -> assertThat(finish(last.state())).contains(last));
    assertThat(finish(begun.getFirst().state())).isEmpty();
  }

  @Test
  void lastThree_canBeFinished_withTheLongestAddresses() {
    List<LoginState> begun = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(1);
      begun.add(begin("/" + "a".repeat(ReturnAddress.MAX_LENGTH - 1)));
    }

    assertThat(browser.bytes()).isLessThanOrEqualTo(LoginCookies.MAX_BYTES);
    begun.subList(7, 10).forEach(last -> assertThat(finish(last.state())).contains(last));
  }

  @Test
  void cookie_isForThisHostAlone_andShort() {
    ServiceRequestContext ctx = browser.request();
    LoginState begun = LoginState.begin(ReturnAddress.of("/p/1"), now);
    cookies.add(ctx, begun);

    assertThat(ctx.additionalResponseHeaders().get(HttpHeaderNames.SET_COOKIE))
        .startsWith("__Host-Http-harbor-login-web-8080-")
        .contains("; Secure", "; SameSite=Lax", "; Path=/", "; Max-Age=600")
        .containsIgnoringCase("; HttpOnly")
        .doesNotContain("Domain", begun.state(), begun.secret(), begun.secrets().verifier());
  }

  private static String name(LoginState state) {
    return "__Host-Http-harbor-login-web-8080-" + state.state().substring(0, 8);
  }

  private LoginState begin(String back) {
    ServiceRequestContext ctx = browser.request();
    LoginState state = LoginState.begin(ReturnAddress.of(back), now);
    cookies.add(ctx, state);
    browser.takes(ctx);
    return state;
  }

  private Optional<LoginState> finish(String state) {
    ServiceRequestContext ctx = browser.request();
    Optional<LoginState> found = cookies.take(ctx, state);
    browser.takes(ctx);
    return found;
  }
}
