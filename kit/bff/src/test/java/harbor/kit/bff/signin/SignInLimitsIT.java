package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import harbor.kit.bff.edge.SignInBff;
import harbor.kit.bff.session.Frontend;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the paths of a sign-in have its limit. */
class SignInLimitsIT {
  private static final String FORM = "content-type: application/x-www-form-urlencoded";

  @Test
  void beginningAndEndOfASignIn_haveALimitOfTheirOwn_andNothingElseOfIt() {
    try (SignInBff bff =
        new SignInBff(
            Frontend.browser("web"),
            new TestAccounts(),
            Map.of(
                "HARBOR_OIDC_ISSUER", "http://127.0.0.1:1/realm",
                "HARBOR_OIDC_CLIENT_ID", "shop",
                "HARBOR_OIDC_CLIENT_SECRET", "secret",
                "HARBOR_TEST_BFF_LIMITS", "default=1000/1h,sign-in=4/1h"))) {
      TestBrowser browser = new TestBrowser(bff.port());
      for (int i = 0; i < 2; i++) {
        assertThat(browser.get("/auth/login").status().code()).isEqualTo(503);
        assertThat(browser.get("/auth/callback?state=x").status().code()).isEqualTo(400);
      }

      assertThat(browser.get("/auth/login").status().code()).isEqualTo(429);
      assertThat(browser.get("/auth/callback?state=x").status().code()).isEqualTo(429);
      for (int i = 0; i < 10; i++) {
        assertThat(browser.get("/auth/me").status().code()).isEqualTo(401);
        assertThat(
                browser
                    .send(
                        HttpMethod.POST,
                        "/auth/backchannel-logout",
                        "logout_token=a&logout_token=b",
                        FORM)
                    .status()
                    .code())
            .isEqualTo(400);
      }
    }
  }
}
