package harbor.payments;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;

/**
 * What payments can be told besides what every core service can.
 *
 * @param provider where the provider is
 * @param providerKey with which it is asked; secret
 * @param providerTimeout how long an answer of the provider may take
 * @param noticeAddress where notices of the provider are taken
 * @param noticePort the port there; 0 lets the system choose
 * @param noticeSecret with which notices are signed
 */
record PaymentsSettings(
    URI provider,
    String providerKey,
    Duration providerTimeout,
    String noticeAddress,
    int noticePort,
    String noticeSecret) {
  /** The variable that chooses the port of notices. */
  static final String NOTICES_PORT = "HARBOR_PAYMENTS_NOTICES_PORT";

  private static final String PROVIDER = "HARBOR_PAYMENTS_PROVIDER_URL";
  private static final String KEY = "HARBOR_PAYMENTS_PROVIDER_KEY";
  private static final String SECRET = "HARBOR_PAYMENTS_NOTICE_SECRET";
  private static final String SANDBOX_KEY = "sandbox-key";
  private static final String SANDBOX_SECRET = "sandbox-notice-secret";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static PaymentsSettings from(Environment environment) {
    String url =
        environment.text(
            PROVIDER,
            "http://127.0.0.1:8086",
            "Where the payment provider is; ./harbor up starts a sandbox unless it is set.");
    PaymentsSettings settings =
        new PaymentsSettings(
            provider(url),
            environment.text(
                KEY, SANDBOX_KEY, "Key with which payments asks the provider; secret."),
            environment.millis(
                "HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS",
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                "Milliseconds that an answer of the payment provider may take."),
            environment.text(
                "HARBOR_PAYMENTS_NOTICES_ADDRESS",
                "127.0.0.1",
                "Address that payments takes notices of the provider on."),
            environment.port(
                NOTICES_PORT, 9120, "HTTP port that payments takes notices of the provider on."),
            environment.text(
                SECRET, SANDBOX_SECRET, "Secret with which the provider signs its notices."));
    settings.checkSecrets(url);
    return settings;
  }

  /** Whoever knows this code knows the sandbox's secrets: they are for nobody else. */
  private void checkSecrets(String url) {
    if (LOOPBACK.contains(provider.getHost())) {
      return;
    }
    if (!"https".equals(provider.getScheme())) {
      throw new InvalidSetting(PROVIDER, url, "an https URL, for it is not on this machine");
    }
    if (providerKey.equals(SANDBOX_KEY)) {
      throw new InvalidSetting(KEY, SANDBOX_KEY, "the provider's own, with " + PROVIDER);
    }
    if (noticeSecret.equals(SANDBOX_SECRET)) {
      throw new InvalidSetting(SECRET, SANDBOX_SECRET, "the provider's own, with " + PROVIDER);
    }
  }

  private static URI provider(String text) {
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // as below
    }
    throw new InvalidSetting(PROVIDER, text, "an http or https URL");
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return "PaymentsSettings[provider=%s, noticePort=%d]".formatted(provider, noticePort);
  }
}
