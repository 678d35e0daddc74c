package harbor.paymentssandbox;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the sandbox can be told from outside. Its address is none of it: it listens on loopback
 * alone.
 *
 * @param alone whether it may run as a process of its own
 * @param port the port; 0 lets the system choose
 * @param ledger the file of its ledger; absent: it forgets everything when it ends
 * @param key with which it is asked
 * @param notices where its notices go
 * @param noticeSecret with which its notices are signed
 * @param silence how long it is silent where a card loses the answer or is slow
 * @param late how much later than others a late notice goes out
 */
record PaymentsSandboxSettings(
    boolean alone,
    int port,
    Optional<Path> ledger,
    String key,
    URI notices,
    String noticeSecret,
    Duration silence,
    Duration late) {
  /** The variable that lets it run alone. */
  static final String ALONE = "HARBOR_PAYMENTS_SANDBOX";

  /** The variable that chooses the port. */
  static final String PORT = "HARBOR_PAYMENTS_SANDBOX_PORT";

  private static final String LEDGER = "HARBOR_PAYMENTS_SANDBOX_LEDGER";
  private static final String NOTICES = "HARBOR_PAYMENTS_SANDBOX_NOTICES_URL";

  static PaymentsSandboxSettings from(Environment environment) {
    return new PaymentsSandboxSettings(
        environment.isOn(
            ALONE,
            false,
            "on: the payments sandbox, whose money is not real, may run as a process of its own; it"
                + " runs in ./harbor up unless HARBOR_PAYMENTS_PROVIDER_URL names another"
                + " provider."),
        environment.port(PORT, 8086, "HTTP port of the payments sandbox, on loopback."),
        environment
            .optionalText(
                LEDGER,
                "File of the payments sandbox's ledger; ./harbor up has it in HARBOR_DATA. Without"
                    + " it, the sandbox forgets everything when it ends.")
            .map(PaymentsSandboxSettings::path),
        environment.text(
            "HARBOR_PAYMENTS_PROVIDER_KEY",
            "sandbox-key",
            "Key with which payments asks the provider; secret."),
        uri(
            environment.text(
                NOTICES,
                "http://127.0.0.1:9120/notices",
                "Where the payments sandbox sends its notices.")),
        environment.text(
            "HARBOR_PAYMENTS_NOTICE_SECRET",
            "sandbox-notice-secret",
            "Secret with which the provider signs its notices."),
        environment.millis(
            "HARBOR_PAYMENTS_SANDBOX_SILENCE_MS",
            Duration.ofSeconds(8),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "Milliseconds that the payments sandbox is silent on cards that lose the answer or are"
                + " slow."),
        environment.millis(
            "HARBOR_PAYMENTS_SANDBOX_LATE_MS",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(1),
            "Milliseconds after which the payments sandbox sends a late notice."));
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException _) {
      throw new InvalidSetting(LEDGER, text, "a path of this system");
    }
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // as below
    }
    throw new InvalidSetting(NOTICES, text, "an http URL");
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return "PaymentsSandboxSettings[port=%d, ledger=%s]".formatted(port, ledger);
  }
}
