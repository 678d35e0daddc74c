package harbor.kit.client.identity;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * The OpenID Connect provider that knows people, as far as whoever reads its tokens needs it.
 *
 * @param issuer its name, letter for letter as it says it in its tokens; also where it is
 * @param roles where its tokens list a person's roles
 */
public record PersonIssuer(String issuer, RolesClaim roles) {
  static final String ISSUER = "HARBOR_OIDC_ISSUER";

  /** Reads {@code HARBOR_OIDC_ISSUER} and the claim of roles; empty without an issuer. */
  public static Optional<PersonIssuer> from(Environment environment) {
    Optional<String> issuer =
        environment.optionalText(
            ISSUER,
            "OpenID Connect provider that signs people in, exactly as it names itself in its"
                + " tokens. Without it nobody can sign in.");
    String roles =
        environment.text(
            "HARBOR_OIDC_ROLES_CLAIM",
            "roles",
            "Claim that lists a person's roles, with a dot for each level; Keycloak's is"
                + " realm_access.roles.");
    return issuer.map(
        name -> new PersonIssuer(checked(name), new RolesClaim(List.of(roles.split("\\.")))));
  }

  private static String checked(String issuer) {
    try {
      URI uri = new URI(issuer);
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return issuer;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new InvalidSetting(ISSUER, issuer, "an address, for example https://id.example/realms/x");
  }

  /** Where the provider describes itself. */
  public String discovery() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return base + "/.well-known/openid-configuration";
  }
}
