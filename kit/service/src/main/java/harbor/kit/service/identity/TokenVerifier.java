package harbor.kit.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.client.identity.TrustedKey;
import harbor.kit.client.identity.TrustedKeys;
import harbor.kit.runtime.Sha256;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells who stands behind a service token, as {@link ServiceTokens} makes them.
 *
 * <p>A token that was found good is known by its SHA-256 until its end: to verify a signature costs
 * more than to answer most calls. Keys that a token names or brings along ({@code jku}, {@code
 * x5u}, {@code jwk}) are never looked at. Thread-safe.
 *
 * <p>Where the provider alone speaks for people, a BFF calls for a person with a token of the
 * provider, as {@link PersonTokenVerifier} reads it, and one for a person that a BFF has signed
 * itself is refused. A core service is believed as ever: it signs for the person whom it has
 * verified, or whose order it carries on, with the processes that the call has come through.
 */
final class TokenVerifier {
  /** How far the clocks of two processes may be apart. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final Duration MAX_LIFETIME = Duration.ofMinutes(10);
  private static final int MAX_LENGTH = 4096;
  static final int MAX_ROLES = 50;

  /** As long a key that the provider has withdrawn, and an account, are believed. */
  private static final Duration MAX_KNOWN_PERSON = Duration.ofMinutes(5);

  private static final long MAX_KNOWN = 20_000;

  private final String service;
  private final TrustedKeys keys;
  private final InstantSource clock;
  private final Optional<PersonTokenVerifier> people;
  private final boolean isProviderAlone;
  private final Cache<ByteBuffer, Known> known =
      Caffeine.newBuilder()
          .maximumSize(MAX_KNOWN)
          .expireAfterWrite(MAX_LIFETIME.plus(SKEW))
          .build();

  private final LongAdder verified = new LongAdder();

  /** What a token turns out to be. */
  sealed interface Outcome {}

  /** A good one. */
  record Verified(Identity identity) implements Outcome {}

  /** A bad one; why, for developers of the caller. */
  record Refused(String why) implements Outcome {}

  /** One of which nobody can say now whether it is good; why, for developers. */
  record NotKnown(String why) implements Outcome {}

  private record Known(Verified verified, BooleanSupplier isTrusted, Instant from, Instant until) {}

  /** Ends the reading of a token that is none. */
  static final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1L;

    Unacceptable(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * A verifier.
   *
   * @param service whose tokens are taken
   * @param people reads the provider's tokens for people; empty where none are taken
   * @param isProviderAlone whether a BFF is believed about people in no other way
   */
  TokenVerifier(
      String service,
      TrustedKeys keys,
      InstantSource clock,
      Optional<PersonTokenVerifier> people,
      boolean isProviderAlone) {
    this.people = people;
    this.isProviderAlone = isProviderAlone;
    this.service = service;
    this.keys = keys;
    this.clock = clock;
  }

  /** Looks at what {@code authorization} says; null when it is not there. */
  Outcome verify(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(ServiceTokens.SCHEME)) {
      return new Refused("it is missing");
    }
    if (authorization.length() > MAX_LENGTH) {
      return new Refused("it is too long");
    }
    String token = authorization.substring(ServiceTokens.SCHEME.length());
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token));
    Instant now = clock.instant();
    Known before = known.getIfPresent(hash);
    if (before != null && isGood(before, now)) {
      return before.verified();
    }
    try {
      Known found = read(parsed(token), now);
      known.put(hash, found);
      return found.verified();
    } catch (Unacceptable e) {
      return new Refused(String.valueOf(e.getMessage()));
    } catch (PersonTokenVerifier.NotKnown e) {
      return new NotKnown(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isGood(Known before, Instant now) {
    return before.isTrusted().getAsBoolean()
        && !now.isBefore(before.from())
        && now.isBefore(before.until());
  }

  private static SignedJWT parsed(String text) throws Unacceptable {
    try {
      return SignedJWT.parse(text);
    } catch (ParseException _) {
      throw new Unacceptable("it is no signed JSON Web Token");
    }
  }

  private Known read(SignedJWT token, Instant now)
      throws Unacceptable, PersonTokenVerifier.NotKnown {
    return people.isPresent() && !ServiceTokens.TYPE.equals(token.getHeader().getType())
        ? person(people.get(), token, now)
        : service(token, now);
  }

  private static Known person(PersonTokenVerifier people, SignedJWT token, Instant now)
      throws Unacceptable, PersonTokenVerifier.NotKnown {
    PersonTokenVerifier.Read read = people.read(token, now);
    Instant latest = now.plus(MAX_KNOWN_PERSON);
    Instant end = read.until().plus(SKEW);
    return new Known(
        new Verified(read.identity()),
        () -> people.believes(read.identity()),
        read.from().minus(SKEW),
        end.isBefore(latest) ? end : latest);
  }

  private Known service(SignedJWT token, Instant now) throws Unacceptable {
    JWSHeader header = token.getHeader();
    check(JWSAlgorithm.ES256.equals(header.getAlgorithm()), "its algorithm is not ES256");
    check(ServiceTokens.TYPE.equals(header.getType()), "its typ is another");
    check(header.getContentType() == null, "it is nested");
    String kid = header.getKeyID();
    check(kid != null, "it has no kid");
    TrustedKey key = keys.find(String.valueOf(kid));
    if (key == null) {
      throw new Unacceptable("its kid is unknown");
    }
    check(isSigned(token, key), "its signature is wrong");
    JWTClaimsSet claims = claims(token);
    check(key.process().equals(claims.getIssuer()), "its kid belongs to another iss");
    check(List.of(service).equals(claims.getAudience()), "its aud is another service");
    Instant issued = time(claims.getIssueTime(), "iat");
    Instant end = time(claims.getExpirationTime(), "exp");
    check(
        end.isAfter(issued) && !end.isAfter(issued.plus(MAX_LIFETIME)),
        "its time is not that of one");
    Instant from = beginning(claims, issued);
    inTime(from, end, now, key.process());
    Caller caller = caller(claims);
    check(
        !isProviderAlone || !caller.isUser() || !Identity.isBff(key.process()),
        "its sub is a person, for whom the provider speaks and no BFF by itself");
    return new Known(
        new Verified(new Identity(caller, processes(claims))),
        () -> key.equals(keys.all().get(String.valueOf(kid))),
        from.minus(SKEW),
        end.plus(SKEW));
  }

  /** How many signatures were verified so far. */
  long verified() {
    return verified.sum();
  }

  private boolean isSigned(SignedJWT token, TrustedKey key) {
    verified.increment();
    try {
      return token.verify(key.verifier());
    } catch (JOSEException _) {
      return false;
    }
  }

  static void inTime(Instant from, Instant end, Instant now, String process) throws Unacceptable {
    Duration early = Duration.between(now, from);
    if (early.compareTo(SKEW) > 0) {
      throw new Unacceptable(
          "it begins in %d s (the clock of %s is ahead of this one by that)"
              .formatted(early.toSeconds(), process));
    }
    Duration late = Duration.between(end, now);
    if (late.compareTo(SKEW) >= 0) {
      throw new Unacceptable(
          "it ended %d s ago, %d s after it was made (or the clock of %s is behind this one)"
              .formatted(late.toSeconds(), Duration.between(from, now).toSeconds(), process));
    }
  }

  private static JWTClaimsSet claims(SignedJWT token) throws Unacceptable {
    try {
      return token.getJWTClaimsSet();
    } catch (ParseException _) {
      throw new Unacceptable("its claims are none");
    }
  }

  /** When it was issued, or later where it says so. */
  static Instant beginning(JWTClaimsSet claims, Instant issued) {
    Date notBefore = claims.getNotBeforeTime();
    return notBefore != null && notBefore.toInstant().isAfter(issued)
        ? notBefore.toInstant()
        : issued;
  }

  static Instant time(@Nullable Date claim, String name) throws Unacceptable {
    if (claim == null) {
      throw new Unacceptable("it has no " + name);
    }
    return claim.toInstant();
  }

  private static Caller caller(JWTClaimsSet claims) throws Unacceptable {
    String subject = claims.getSubject();
    List<String> roles;
    try {
      roles = claims.getStringListClaim("roles");
    } catch (ParseException _) {
      throw new Unacceptable("its roles are none");
    }
    Caller caller =
        subject == null ? Caller.ANONYMOUS : Caller.parse(subject).orElse(Caller.ANONYMOUS);
    check(subject == null || !caller.isAnonymous(), "its sub is malformed");
    if (roles == null) {
      return caller;
    }
    check(caller.isUser() && roles.size() <= MAX_ROLES, "its roles are nobody's");
    return Caller.user(caller.id(), Set.copyOf(roles));
  }

  private static List<String> processes(JWTClaimsSet claims) throws Unacceptable {
    List<String> processes = new ArrayList<>();
    Object act = claims.getClaim("act");
    while (act instanceof Map<?, ?> actor && processes.size() < Identity.MAX_PROCESSES) {
      if (!(actor.get("sub") instanceof String process)) {
        throw new Unacceptable("its act has no sub");
      }
      processes.add(process);
      act = actor.get("act");
    }
    check(act == null, "its act is none, or too long a chain");
    check(
        !processes.isEmpty() && processes.getFirst().equals(claims.getIssuer()),
        "its act is another than its iss");
    return processes;
  }

  static void check(boolean isTrue, String why) throws Unacceptable {
    if (!isTrue) {
      throw new Unacceptable(why);
    }
  }
}
