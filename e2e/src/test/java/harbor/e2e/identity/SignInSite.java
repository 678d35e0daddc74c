package harbor.e2e.identity;

import harbor.kit.bff.edge.SignInBff;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.testing.TestPorts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A BFF at which everybody has an account, on a port that the provider knows beforehand. */
final class SignInSite implements AutoCloseable {
  private static final Accounts EVERYBODY =
      new Accounts() {
        @Override
        public CompletionStage<Account> signedIn(IdentityClaims claims) {
          return CompletableFuture.completedFuture(new Account("u-" + claims.subject()));
        }

        @Override
        public CompletionStage<Optional<Account>> of(String issuer, String subject) {
          return CompletableFuture.completedFuture(Optional.of(new Account("u-" + subject)));
        }

        @Override
        public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
          return CompletableFuture.completedFuture(true);
        }
      };

  private final SignInBff bff;
  private final int port;

  private SignInSite(
      int port, Frontend frontend, Map<String, String> settings, InstantSource clock) {
    this.port = port;
    Map<String, String> all = new HashMap<>(settings);
    all.put("HARBOR_TEST_BFF_PORT", Integer.toString(port));
    all.put("HARBOR_DRAIN_MS", "0");
    all.putIfAbsent("HARBOR_TEST_BFF_PUBLIC_URL", "http://localhost:" + port);
    this.bff = new SignInBff(frontend, EVERYBODY, all, clock);
  }

  /** One for browsers, with these settings besides. */
  static SignInSite start(Map<String, String> settings) {
    return start(settings, InstantSource.system());
  }

  /** The same by a clock that a test has. */
  static SignInSite start(Map<String, String> settings, InstantSource clock) {
    return new SignInSite(TestPorts.next(), Frontend.browser("web"), settings, clock);
  }

  /** One for apps, which may bring an access token. */
  static SignInSite ofApps(Map<String, String> settings) {
    return new SignInSite(TestPorts.next(), Frontend.app("app"), settings, InstantSource.system());
  }

  int port() {
    return port;
  }

  /** As browsers call it. */
  String address() {
    return "http://localhost:" + port;
  }

  /** Tells Keycloak where it is. */
  SignInSite registeredAt(Keycloak keycloak, String client) {
    keycloak.register(client, address() + "/auth/callback", address() + "/auth/backchannel-logout");
    return this;
  }

  /** All that its spans say. */
  String spans() {
    return bff.spans();
  }

  /** Its metrics, as they are scraped. */
  String metrics() {
    return bff.metrics();
  }

  /** What engineers see of its screens. */
  String plans() {
    return bff.plans();
  }

  @Override
  public void close() {
    bff.close();
  }
}
