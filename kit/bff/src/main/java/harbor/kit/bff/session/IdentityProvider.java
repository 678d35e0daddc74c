package harbor.kit.bff.session;

/**
 * What sessions and bearers need of the provider.
 *
 * @param tokens its token endpoint
 * @param bearers its access tokens
 */
public record IdentityProvider(TokenSource tokens, BearerTokens bearers) {
  /** None is configured: nobody can sign in. */
  public static final IdentityProvider NONE =
      new IdentityProvider(TokenSource.NONE, BearerTokens.NONE);
}
