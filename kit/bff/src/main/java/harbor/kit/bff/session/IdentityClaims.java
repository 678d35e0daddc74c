package harbor.kit.bff.session;

import java.util.Map;

/**
 * What the provider says of a person who signs in.
 *
 * @param issuer the provider
 * @param subject the person there
 * @param claims texts by the names of OpenID Connect, for instance {@code email}
 */
public record IdentityClaims(String issuer, String subject, Map<String, String> claims) {
  /** Copies the claims. */
  public IdentityClaims {
    claims = Map.copyOf(claims);
  }

  /** Says nothing of the person. */
  @Override
  public String toString() {
    return "IdentityClaims[not shown]";
  }
}
