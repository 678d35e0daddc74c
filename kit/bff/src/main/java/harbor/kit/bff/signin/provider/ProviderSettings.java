package harbor.kit.bff.signin.provider;

import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.Duration;
import java.util.Optional;

/**
 * Which identity provider signs people in, and as what this BFF is known there.
 *
 * @param provider its name, and where its tokens list roles
 * @param clientId this BFF's name there
 * @param clientSecret its password there; never shown
 * @param audience for whom access tokens of apps are made
 * @param accessLifetime of an access token whose answer says none
 */
public record ProviderSettings(
    PersonIssuer provider,
    String clientId,
    String clientSecret,
    String audience,
    Duration accessLifetime) {
  private static final String CLIENT = "HARBOR_OIDC_CLIENT_ID";
  private static final String SECRET = "HARBOR_OIDC_CLIENT_SECRET";
  private static final String AUDIENCE = "HARBOR_OIDC_AUDIENCE";

  /** Reads {@code HARBOR_OIDC_...}; empty without an issuer: nobody can sign in then. */
  public static Optional<ProviderSettings> from(Environment environment) {
    Optional<PersonIssuer> provider = PersonIssuer.from(environment);
    String clientId = environment.text(CLIENT, "harbor", "Name of the BFFs at the provider.");
    Optional<String> secret =
        environment.optionalText(SECRET, "Password of the BFFs at the provider; needed with one.");
    String audience =
        environment.text(
            AUDIENCE,
            "harbor-api",
            "Audience of the access tokens that apps send; another than the client id, which is"
                + " that of ID tokens.");
    Duration lifetime =
        Duration.ofSeconds(
            environment.integer(
                "HARBOR_OIDC_ACCESS_SECONDS",
                300,
                10,
                86_400,
                "Seconds that an access token is good for when neither it nor the provider's answer"
                    + " says."));
    if (IdentitySettings.from(environment).isExchanging() && !Identity.isBff(clientId)) {
      throw new InvalidSetting(
          CLIENT, clientId, "a BFF's name, for instance web-bff, with HARBOR_TOKEN_EXCHANGE");
    }
    return provider.map(
        named ->
            new ProviderSettings(
                named,
                clientId,
                secret.orElseThrow(
                    () -> new InvalidSetting(SECRET, "", "the password of " + clientId)),
                other(audience, clientId),
                lifetime));
  }

  private static String other(String audience, String clientId) {
    if (audience.equals(clientId)) {
      throw new InvalidSetting(
          AUDIENCE,
          audience,
          "another audience than HARBOR_OIDC_CLIENT_ID, or ID tokens would pass for access tokens");
    }
    return audience;
  }

  /** The provider's name, letter for letter as it says it in its tokens; also where it is. */
  String issuer() {
    return provider.issuer();
  }

  /** Where the provider describes itself. */
  String discovery() {
    return provider.discovery();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s as %s for %s".formatted(issuer(), clientId, audience);
  }
}
