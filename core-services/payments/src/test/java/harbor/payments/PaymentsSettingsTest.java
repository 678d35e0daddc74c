package harbor.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaymentsSettingsTest {
  private static final Map<String, String> REAL =
      Map.of(
          "HARBOR_PAYMENTS_PROVIDER_URL", "https://provider.example/",
          "HARBOR_PAYMENTS_PROVIDER_KEY", "pk_1",
          "HARBOR_PAYMENTS_NOTICE_SECRET", "ns_1",
          "HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS", "2000",
          "HARBOR_PAYMENTS_NOTICES_ADDRESS", "0.0.0.0",
          "HARBOR_PAYMENTS_NOTICES_PORT", "9999");

  @Test
  void defaults_areTheSandboxs() {
    assertThat(PaymentsSettings.from(Environment.of(Map.of())))
        .isEqualTo(
            new PaymentsSettings(
                URI.create("http://127.0.0.1:8086"),
                "sandbox-key",
                Duration.ofSeconds(5),
                "127.0.0.1",
                9_120,
                "sandbox-notice-secret"));
  }

  @Test
  void settings_takeWhatIsSet_andShowNothingSecret() {
    PaymentsSettings settings = PaymentsSettings.from(Environment.of(REAL));

    assertThat(settings)
        .isEqualTo(
            new PaymentsSettings(
                URI.create("https://provider.example/"),
                "pk_1",
                Duration.ofSeconds(2),
                "0.0.0.0",
                9_999,
                "ns_1"));
    assertThat(settings.toString()).doesNotContain("pk_1", "ns_1");
  }

  @Test
  void realProvider_isRefused_inTheClearOrWithTheSandboxsSecrets() {
    refused("HARBOR_PAYMENTS_PROVIDER_URL", "http://provider.example/");
    refused("HARBOR_PAYMENTS_PROVIDER_KEY", "");
    refused("HARBOR_PAYMENTS_NOTICE_SECRET", "sandbox-notice-secret");
  }

  @Test
  void badValue_isRefusedByName() {
    refused("HARBOR_PAYMENTS_PROVIDER_URL", "ftp://provider.example/");
    refused("HARBOR_PAYMENTS_PROVIDER_URL", "not a url");
    refused("HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS", "0");
    refused("HARBOR_PAYMENTS_NOTICES_PORT", "99999");
  }

  private static void refused(String name, String value) {
    Map<String, String> settings = new HashMap<>(REAL);
    settings.put(name, value);
    assertThatThrownBy(() -> PaymentsSettings.from(Environment.of(settings)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(name);
  }
}
