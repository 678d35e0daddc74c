package harbor.kit.service.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.service.identity.TokenVerifier.Unacceptable;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads access tokens that the provider has given a BFF for a person and this service (RFC 8693 and
 * 9068, or as Keycloak makes them): signed by a key that the provider publishes, its {@code iss},
 * this service alone in {@code aud}, and in {@code azp}, otherwise {@code client_id}, the BFF that
 * asked for it. Blocks while keys or an account are fetched. Thread-safe.
 */
final class PersonTokenVerifier {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  /** Of ID tokens, of logout tokens, and of tokens that are bound to a key. */
  private static final List<String> OF_OTHERS =
      List.of("nonce", "at_hash", "c_hash", "events", "cnf");

  private final String service;
  private final PersonIssuer provider;
  private final Predicate<String> isBff;
  private final Function<Accounts.Person, Optional<String>> accounts;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Ends the reading of a token of which nobody knows now whether it is good. */
  static final class NotKnown extends Exception {
    private static final long serialVersionUID = 1L;

    NotKnown(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * What a token says.
   *
   * @param identity the person, and the BFF that asked for the token
   * @param from when it begins, by the provider's clock
   * @param until when it ends, by the provider's clock
   */
  record Read(Identity identity, Instant from, Instant until) {}

  /**
   * A reader.
   *
   * @param service whose tokens are taken
   * @param keys the provider's
   * @param isBff whether a process is a BFF that is believed here
   * @param accounts the user of a person; throws {@link StatusRuntimeException} when it cannot be
   *     known now
   */
  PersonTokenVerifier(
      String service,
      PersonIssuer provider,
      JWKSource<SecurityContext> keys,
      Predicate<String> isBff,
      Function<Accounts.Person, Optional<String>> accounts) {
    this.service = service;
    this.provider = provider;
    this.isBff = isBff;
    this.accounts = accounts;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    // with words of ours, and by the given clock
    processor.setJWTClaimsSetVerifier((_, _) -> {});
  }

  /** Whether the BFF that asked for a token is still believed. */
  boolean believes(Identity identity) {
    return identity.process().filter(isBff).isPresent();
  }

  /**
   * Reads one.
   *
   * @throws Unacceptable when it is not good
   * @throws NotKnown when nobody knows now
   */
  Read read(SignedJWT token, Instant now) throws Unacceptable, NotKnown {
    TokenVerifier.check(
        ALGORITHMS.contains(token.getHeader().getAlgorithm()), "its algorithm is another");
    TokenVerifier.check(token.getHeader().getKeyID() != null, "it has no kid");
    JWTClaimsSet claims = signed(token);
    TokenVerifier.check(provider.issuer().equals(claims.getIssuer()), "its iss is another");
    TokenVerifier.check(
        List.of(service).equals(claims.getAudience()), "its aud is not this service alone");
    Object sort = claims.getClaim("typ");
    TokenVerifier.check(
        (sort == null || sort.equals("Bearer"))
            && OF_OTHERS.stream().allMatch(name -> claims.getClaim(name) == null),
        "it is no access token");
    Instant from =
        TokenVerifier.beginning(claims, TokenVerifier.time(claims.getIssueTime(), "iat"));
    Instant until = TokenVerifier.time(claims.getExpirationTime(), "exp");
    TokenVerifier.inTime(from, until, now, "the provider");
    return new Read(new Identity(caller(claims), List.of(asked(claims))), from, until);
  }

  private JWTClaimsSet signed(SignedJWT token) throws Unacceptable, NotKnown {
    try {
      return processor.process(token, null);
    } catch (KeySourceException e) {
      throw new NotKnown(String.valueOf(e.getMessage()));
    } catch (BadJOSEException | JOSEException _) {
      throw new Unacceptable("its signature or typ is none of the provider's");
    }
  }

  /** Who asked for it: the provider let nobody else have it. */
  private String asked(JWTClaimsSet claims) throws Unacceptable {
    Object party =
        claims.getClaim("azp") == null ? claims.getClaim("client_id") : claims.getClaim("azp");
    if (party instanceof String name && isBff.test(name)) {
      return name;
    }
    throw new Unacceptable("its azp is no BFF that is believed here");
  }

  private Caller caller(JWTClaimsSet claims) throws Unacceptable, NotKnown {
    String subject = claims.getSubject();
    if (subject == null) {
      throw new Unacceptable("it has no sub");
    }
    Set<String> roles = provider.roles().of(claims);
    TokenVerifier.check(roles.size() <= TokenVerifier.MAX_ROLES, "it has too many roles");
    try {
      String userId =
          accounts
              .apply(new Accounts.Person(provider.issuer(), subject))
              .filter(Caller::isId)
              .orElseThrow(() -> new Unacceptable("its sub has no account"));
      return Caller.user(userId, roles);
    } catch (StatusRuntimeException e) {
      throw new NotKnown("the account cannot be had: " + e.getStatus().getCode());
    }
  }
}
