package harbor.kit.bff.signin.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Checks tokens that the provider signed: algorithm, key, type and claims. What a token's header
 * says of where keys are ({@code jku}, {@code x5u}, {@code jwk}) is not looked at. Thread-safe.
 */
final class SignedTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
  private static final int MAX_LENGTH = 16 * 1024;

  private final ProviderKeys keys;

  SignedTokens(ProviderKeys keys) {
    this.keys = keys;
  }

  /**
   * What the token says; empty when it is not good.
   *
   * @return fails when the keys cannot be had
   */
  CompletableFuture<Optional<JWTClaimsSet>> check(String token, TokenRules rules) {
    Optional<SignedJWT> parsed = parsed(token);
    if (parsed.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    SignedJWT signed = parsed.get();
    return keys.with(signed.getHeader().getKeyID())
        .thenApply(known -> claims(signed, rules, known));
  }

  /** What costs nothing is looked at before any key is fetched. */
  private static Optional<SignedJWT> parsed(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      return ALGORITHMS.contains(signed.getHeader().getAlgorithm())
              && signed.getHeader().getKeyID() != null
          ? Optional.of(signed)
          : Optional.empty();
    } catch (ParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<JWTClaimsSet> claims(SignedJWT signed, TokenRules rules, JWKSet keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(rules.types());
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(rules.claims());
    try {
      return Optional.of(processor.process(signed, null));
    } catch (BadJOSEException | JOSEException _) {
      return Optional.empty();
    }
  }
}
