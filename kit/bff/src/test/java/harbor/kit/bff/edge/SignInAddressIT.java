package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Frontend;
import harbor.kit.runtime.InvalidSetting;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a BFF may listen at which people sign in. */
class SignInAddressIT {
  private static final Map<String, String> PROVIDER =
      Map.of(
          "HARBOR_OIDC_ISSUER", "https://provider.example",
          "HARBOR_OIDC_CLIENT_SECRET", "secret");

  private static SignInBff start(Map<String, String> signIn, String address, String publicUrl) {
    Map<String, String> settings = new HashMap<>(signIn);
    settings.put("HARBOR_BFF_ADDRESS", address);
    settings.put("HARBOR_TEST_BFF_PUBLIC_URL", publicUrl);
    settings.put("HARBOR_DRAIN_MS", "0");
    return new SignInBff(Frontend.browser("web"), Accounts.NONE, settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "unknown.invalid"})
  void addressThatOthersReach_endsTheStart_withoutTheUrlThatTheyCall(String address) {
    assertThatThrownBy(() -> start(PROVIDER, address, ""))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_BFF_ADDRESS is '%s' (expected: a loopback address, or".formatted(address)
                + " HARBOR_TEST_BFF_PUBLIC_URL: without TLS browsers drop the cookies of a"
                + " sign-in)");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, https://shop.example",
    "0.0.0.0, http://localhost:8080",
    "127.0.0.1, ''",
    "127.0.0.2, ''",
    "localhost, ''"
  })
  void addressWithSuchAUrl_andLoopback_areGood(String address, String publicUrl) {
    try (SignInBff bff = start(PROVIDER, address, publicUrl)) {
      assertThat(bff.port()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
  void anyAddressIsGood_whereNobodySignsIn(String address) {
    try (SignInBff bff = start(Map.of(), address, "")) {
      assertThat(bff.port()).isPositive();
    }
  }
}
