package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.session.Callers;
import harbor.kit.client.Caller;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestsTest {
  private static final String ID = "0123456789abcdefghijkl";

  private final Callers byHeader = Guests.byHeader("X-Guest-Id");
  private final Callers byCookie = Guests.byCookie("guest");

  @Test
  void guest_isKnown_byHeaderOrCookie() {
    assertThat(caller(byHeader, request("x-guest-id", ID))).isEqualTo(Caller.guest(ID));
    assertThat(caller(byCookie, request("cookie", "a=b; guest=" + ID))).isEqualTo(Caller.guest(ID));
    assertThat(caller(byHeader, request("x-other", ID))).isEqualTo(Caller.ANONYMOUS);
    assertThat(caller(byCookie, request("cookie", "other=" + ID))).isEqualTo(Caller.ANONYMOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with a blank 0123456789", "0123456789abcdefghijkl.", "x'--"})
  void malformedId_isRefused_inAHeader_andNobodys_inACookie(String id) {
    assertThatThrownBy(() -> caller(byHeader, request("x-guest-id", id)))
        .hasCauseInstanceOf(BadRequest.class)
        .hasMessageContaining("X-Guest-Id is malformed");
    assertThat(caller(byCookie, request("cookie", "guest=" + id))).isEqualTo(Caller.ANONYMOUS);
    assertThatThrownBy(() -> caller(byHeader, request("x-guest-id", "a".repeat(65))))
        .hasCauseInstanceOf(BadRequest.class);
  }

  @Test
  void newcomer_isToldAnIdOf160Bits_anotherEachTime() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ServiceRequestContext ctx = request("accept", "*/*");

      Caller newcomer = byHeader.newcomer(ctx);

      String told = ctx.additionalResponseHeaders().get("x-guest-id", "");
      assertThat(Base64.getUrlDecoder().decode(told)).hasSize(160 / 8);
      assertThat(newcomer).isEqualTo(Caller.guest(told));
      assertThat(caller(byHeader, request("x-guest-id", told))).isEqualTo(newcomer);
      ids.add(told);
    }
    assertThat(ids).hasSize(100);
  }

  @Test
  void newcomersCookie_isForNoScript_noOtherSite_andNoPlainConnection() {
    ServiceRequestContext ctx = request("accept", "*/*");

    Caller newcomer = byCookie.newcomer(ctx);

    String cookie = Objects.requireNonNull(ctx.additionalResponseHeaders().get("set-cookie"));
    assertThat(cookie.split("; ", -1))
        .contains("guest=" + newcomer.id(), "HTTPOnly", "Secure", "SameSite=Lax", "Path=/")
        .contains("Max-Age=" + 400L * 24 * 60 * 60);
    assertThat(Base64.getUrlDecoder().decode(newcomer.id())).hasSize(160 / 8);
  }

  private static Caller caller(Callers callers, ServiceRequestContext ctx) {
    return callers.of(ctx).toCompletableFuture().join().caller();
  }

  private static ServiceRequestContext request(String header, String value) {
    return ServiceRequestContext.of(
        HttpRequest.of(RequestHeaders.of(HttpMethod.POST, "/", header, value)));
  }
}
