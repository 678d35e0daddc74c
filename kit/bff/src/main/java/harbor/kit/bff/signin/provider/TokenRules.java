package harbor.kit.bff.signin.provider;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token of one sort must say, so that none of another sort passes for it: a good signature
 * says nothing of what a token is for.
 *
 * @param types what its header may call it
 * @param claims what must be in it, and what must not
 */
record TokenRules(
    DefaultJOSEObjectTypeVerifier<SecurityContext> types,
    DefaultJWTClaimsVerifier<SecurityContext> claims) {
  /** Forgiven between the provider's clock and ours. */
  static final Duration SKEW = Duration.ofSeconds(60);

  static final Duration MAX_LOGOUT_AGE = Duration.ofMinutes(5);
  private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** An ID token of this client, made for the sign-in with this nonce. */
  static TokenRules idToken(ProviderSettings settings, String nonce, InstantSource clock) {
    return of(
        Set.of(),
        new Claims(
            settings.clientId(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).claim("nonce", nonce).build(),
            Set.of("sub", "iat", "exp"),
            Set.of("events"),
            clock) {
          @Override
          void judge(JWTClaimsSet claims, Instant now) throws BadJWTException {
            Object party = claims.getClaim("azp");
            boolean isOurs =
                party == null
                    ? claims.getAudience().size() == 1
                    : party.equals(settings.clientId());
            require(isOurs, "azp");
          }
        });
  }

  /** An access token for this shop (RFC 9068, or as Keycloak makes them). */
  static TokenRules accessToken(ProviderSettings settings, InstantSource clock) {
    return of(
        Set.of("at+jwt", "application/at+jwt"),
        new Claims(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp"),
            // of ID tokens, of logout tokens, and of those that are bound to a key
            Set.of("at_hash", "c_hash", "events", "cnf"),
            clock) {
          @Override
          void judge(JWTClaimsSet claims, Instant now) throws BadJWTException {
            // Keycloak says the sort in a claim of its own
            Object sort = claims.getClaim("typ");
            require(sort == null || sort.equals("Bearer"), "typ");
          }
        });
  }

  /** A logout token for this client (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
  static TokenRules logoutToken(ProviderSettings settings, InstantSource clock) {
    return of(
        Set.of("logout+jwt", "application/logout+jwt"),
        new Claims(
            settings.clientId(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("iat", "jti", "events"),
            Set.of("nonce"),
            clock) {
          @Override
          void judge(JWTClaimsSet claims, Instant now) throws BadJWTException {
            require(
                claims.getClaim("events") instanceof Map<?, ?> events
                    && events.get(LOGOUT_EVENT) instanceof Map,
                "events");
            require(claims.getSubject() != null || claims.getClaim("sid") != null, "sub, sid");
            Instant issued = claims.getIssueTime().toInstant();
            require(
                issued.isAfter(now.minus(MAX_LOGOUT_AGE)) && issued.isBefore(now.plus(SKEW)),
                "iat");
          }
        });
  }

  private static TokenRules of(Set<String> types, Claims claims) {
    JOSEObjectType[] allowed = new JOSEObjectType[types.size() + 2];
    int i = 0;
    for (String type : types) {
      allowed[i++] = new JOSEObjectType(type);
    }
    allowed[i] = JOSEObjectType.JWT;
    // the last one stays null: no type at all
    return new TokenRules(new DefaultJOSEObjectTypeVerifier<>(allowed), claims);
  }

  private abstract static class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource clock;

    Claims(
        String audience,
        JWTClaimsSet exact,
        Set<String> required,
        Set<String> prohibited,
        InstantSource clock) {
      super(Set.of(audience), exact, required, prohibited);
      this.clock = clock;
      setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    }

    abstract void judge(JWTClaimsSet claims, Instant now) throws BadJWTException;

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
        throws BadJWTException {
      super.verify(claims, context);
      judge(claims, clock.instant());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }

    static void require(boolean isGood, String claim) throws BadJWTException {
      if (!isGood) {
        throw new BadJWTException("Bad claim: " + claim);
      }
    }
  }
}
