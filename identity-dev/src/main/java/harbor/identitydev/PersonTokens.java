package harbor.identitydev;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;

/**
 * What tokens say. A sign-in brings subject and claims of its own; here stands what is the same for
 * everybody, and who is meant when {@code ./harbor token} names a person.
 */
final class PersonTokens implements OAuth2TokenCallback {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final String issuerId;

  PersonTokens(String issuerId) {
    this.issuerId = issuerId;
  }

  @Override
  public String issuerId() {
    return issuerId;
  }

  @Override
  public String subject(TokenRequest request) {
    return person(request).subject();
  }

  @Override
  public String typeHeader(TokenRequest request) {
    return "JWT";
  }

  @Override
  public List<String> audience(TokenRequest request) {
    return List.of(IdentityDev.AUDIENCE);
  }

  /** The library puts the claims of a sign-in on top of these. */
  @Override
  public Map<String, Object> addClaims(TokenRequest request) {
    return isByName(request) ? person(request).claims() : Map.of();
  }

  @Override
  public long tokenExpiry() {
    return LIFETIME.toSeconds();
  }

  private static boolean isByName(TokenRequest request) {
    return request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant;
  }

  private static Person person(TokenRequest request) {
    if (request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant named) {
      return Person.of(named.getUsername()).orElseThrow(PersonTokens::unknown);
    }
    throw unknown();
  }

  private static OAuth2Exception unknown() {
    return new OAuth2Exception(OAuth2Error.INVALID_GRANT, "nobody is meant");
  }
}
