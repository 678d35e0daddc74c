package harbor.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.Cookie;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in on a developer's machine, with a click. */
class DevelopmentSignInIT {
  private static Chromium chromium;
  private static IdentityDev provider;
  private static Telemetry telemetry;
  private static SignInSite site;

  private Visit visit;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    telemetry = Telemetry.recording("identity-dev", SpanExporter.composite());
    provider =
        (IdentityDev)
            IdentityDev.PROCESS.start(
                Environment.of(Map.of("HARBOR_IDENTITY_DEV_PORT", "0")), telemetry);
    site =
        SignInSite.start(
            Map.of(
                "HARBOR_OIDC_ISSUER", provider.issuer().toString(),
                "HARBOR_OIDC_CLIENT_ID", IdentityDev.CLIENT_ID,
                "HARBOR_OIDC_CLIENT_SECRET", "any",
                "HARBOR_OIDC_AUDIENCE", IdentityDev.AUDIENCE,
                "HARBOR_OIDC_ROLES_CLAIM", IdentityDev.ROLES_CLAIM));
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
      provider.close();
      telemetry.close();
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    visit = chromium.visit(site.address());
    // The first request loads the provider.
    await()
        .untilAsserted(
            () -> {
              visit.begin(visit.page(), "/account/1");
              assertThat(visit.page().title()).startsWith("Sign in - development provider");
            });
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void click_signsIn_andSignOutEndsAtTheStart() {
    choose("Ada Lindqvist");

    assertThat(visit.page().url()).isEqualTo(site.address() + "/account/1");
    Visit.Fetched me = visit.get("/auth/me");
    assertThat(me.body()).contains("\"displayName\":\"Ada Lindqvist\"").contains("\"u-ada\"");
    Cookie cookie = visit.session().orElseThrow();
    assertThat(cookie.secure && cookie.httpOnly).isTrue();

    Visit.Fetched out = visit.signOut();

    assertThat(out.body()).isEqualTo("{\"next\":\"/\"}");
    assertThat(visit.session()).isEmpty();
    assertThat(visit.get("/auth/me").status()).isEqualTo(401);
  }

  @Test
  void administrator_hasTheRole_andACustomerHasNot() {
    choose("Grace Moreau");
    assertThat(visit.get("/auth/me").body()).contains("\"roles\":[\"admin\"]");

    visit.begin(visit.page(), "/account/1");
    choose("Ben Okafor");

    assertThat(visit.get("/auth/me").body()).contains("Ben Okafor").contains("\"roles\":[]");
  }

  @Test
  void cancel_endsOnAPageWithAWayOut() {
    visit.page().click("text=Cancel");

    assertThat(visit.page().url()).contains("/auth/callback");
    assertThat(visit.page().locator("a").count()).isPositive();
    assertThat(visit.session()).isEmpty();
  }

  private void choose(String name) {
    visit.page().click("text=" + name);
  }
}
