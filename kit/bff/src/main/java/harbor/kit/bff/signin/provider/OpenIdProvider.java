package harbor.kit.bff.signin.provider;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import harbor.kit.bff.session.BearerOutcome;
import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.session.PeoplesTokens;
import harbor.kit.bff.session.Tokens;
import harbor.kit.client.identity.ExchangedTokens;
import harbor.kit.client.identity.PersonTokens;
import harbor.kit.client.identity.RolesClaim;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID Connect provider that signs people in. Nothing of it is asked for before it is needed,
 * so a BFF starts without it; what cannot be known while it is down fails with {@link
 * ProviderUnavailable}, and works again once it answers. Thread-safe.
 */
public final class OpenIdProvider implements AutoCloseable {
  /** What a shop may want to know of somebody who signs in. */
  private static final List<String> CLAIMS =
      List.of(
          "name",
          "preferred_username",
          "given_name",
          "family_name",
          "email",
          "email_verified",
          "phone_number",
          "picture",
          "locale");

  private static final Logger log = LoggerFactory.getLogger(OpenIdProvider.class);
  private static final Duration SIGN_OUT_DEADLINE = Duration.ofSeconds(10);

  private final ProviderSettings settings;
  private final InstantSource clock;
  private final ProviderHttp http;
  private final ProviderMetadata metadata;
  private final SignedTokens signed;
  private final ProviderTokens tokens;
  private final AccessTokens access;
  private final TokenRules logoutRules;
  private final RolesClaim roles;

  /**
   * Of one sign-in, each good for one time.
   *
   * @param state comes back with the browser
   * @param nonce comes back in the ID token
   * @param verifier proves that the code is brought by whoever asked for it (PKCE)
   */
  public record Secrets(String state, String nonce, String verifier) {
    /** Without any of them. */
    @Override
    public String toString() {
      return "Secrets";
    }
  }

  private OpenIdProvider(ProviderSettings settings, EventLoopGroup loops, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.http = new ProviderHttp(loops);
    this.metadata = new ProviderMetadata(settings, http, clock);
    this.signed = new SignedTokens(new ProviderKeys(metadata, http, clock));
    this.tokens = new ProviderTokens(settings, metadata, http, clock);
    this.access = new AccessTokens(signed, settings, clock);
    this.logoutRules = TokenRules.logoutToken(settings, clock);
    this.roles = settings.provider().roles();
  }

  /**
   * Asks nothing yet.
   *
   * @param loops carry what is asked; closed by whoever made them
   */
  public static OpenIdProvider open(
      ProviderSettings settings, EventLoopGroup loops, InstantSource clock) {
    return new OpenIdProvider(settings, loops, clock);
  }

  /** What sessions and bearers need of it. */
  public IdentityProvider identities() {
    return new IdentityProvider(tokens, access);
  }

  /**
   * What calls of core services are made with for people: tokens that the provider gives for each
   * service, made of the access token with which the person is signed in here.
   */
  public PersonTokens exchanged(PeoplesTokens people) {
    return exchanged(people::of);
  }

  PersonTokens exchanged(Function<String, CompletionStage<Optional<String>>> people) {
    return new ExchangedTokens(new TokenExchange(tokens, people)::of, clock);
  }

  /** Where the browser goes to sign in. */
  public CompletableFuture<URI> authorization(URI callback, Secrets secrets) {
    return metadata
        .get()
        .thenApply(
            endpoints ->
                new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "profile", "email"),
                        new ClientID(settings.clientId()),
                        callback)
                    .endpointURI(endpoints.authorization())
                    .state(new State(secrets.state()))
                    .nonce(new Nonce(secrets.nonce()))
                    .codeChallenge(new CodeVerifier(secrets.verifier()), CodeChallengeMethod.S256)
                    .build()
                    .toURI())
        .exceptionallyCompose(OpenIdProvider::unavailable);
  }

  /**
   * Who signed in.
   *
   * @param issuer as the callback named it (RFC 9207); null where it did not
   */
  public CompletableFuture<CodeOutcome> redeem(
      URI callback, String code, @Nullable String issuer, Secrets secrets) {
    return metadata
        .get()
        .thenCompose(
            endpoints ->
                (issuer == null ? !endpoints.saysIssuer() : issuer.equals(settings.issuer()))
                    ? redeem(callback, code, secrets)
                    : refused("the issuer"))
        .exceptionallyCompose(OpenIdProvider::unavailable);
  }

  private CompletableFuture<CodeOutcome> redeem(URI callback, String code, Secrets secrets) {
    return tokens
        .redeem(
            new AuthorizationCodeGrant(
                new AuthorizationCode(code), callback, new CodeVerifier(secrets.verifier())))
        .thenCompose(response -> person(response, secrets.nonce()));
  }

  private CompletableFuture<CodeOutcome> person(TokenResponse response, String nonce) {
    if (!(response instanceof OIDCTokenResponse success)) {
      return refused("the code");
    }
    Tokens given = tokens.tokens(success.getOIDCTokens());
    return signed
        .check(given.idToken().orElse(""), TokenRules.idToken(settings, nonce, clock))
        .thenCompose(
            claims ->
                claims.isEmpty()
                    ? refused("the ID token")
                    : rolesOf(claims.get(), given)
                        .thenApply(
                            held ->
                                new CodeOutcome.Person(
                                    identity(claims.get()), held, sid(claims.get()), given)));
  }

  private static CompletableFuture<CodeOutcome> refused(String what) {
    log.info("A sign-in is refused: {} is not good", what);
    return CompletableFuture.completedFuture(new CodeOutcome.Refused());
  }

  /** Many providers state roles in access tokens alone. */
  private CompletableFuture<Set<String>> rolesOf(JWTClaimsSet claims, Tokens given) {
    Set<String> own = roles.of(claims);
    return own.isEmpty()
        ? access
            .check(given.access())
            .thenApply(
                outcome ->
                    outcome instanceof BearerOutcome.Valid valid
                            && valid.subject().equals(claims.getSubject())
                        ? valid.roles()
                        : own)
        : CompletableFuture.completedFuture(own);
  }

  private static IdentityClaims identity(JWTClaimsSet claims) {
    Map<String, String> texts = new HashMap<>();
    for (String name : CLAIMS) {
      Object said = claims.getClaim(name);
      if (said instanceof String || said instanceof Boolean) {
        texts.put(name, said.toString());
      }
    }
    return new IdentityClaims(claims.getIssuer(), claims.getSubject(), texts);
  }

  /**
   * Ends a person's session there, as a browser would that came with the ID token, which no browser
   * has. Done where the provider has no such place; what goes wrong is only in the log.
   *
   * @param idToken tells the provider whom it signs out
   */
  public CompletableFuture<Void> endSession(String idToken) {
    return metadata
        .get()
        .thenCompose(
            endpoints ->
                endpoints
                    .endSession()
                    .map(address -> http.send(signOut(address, idToken), SIGN_OUT_DEADLINE))
                    .orElseGet(() -> CompletableFuture.completedFuture(new HTTPResponse(200))))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                log.warn(
                    "A session is not ended at the provider: {}",
                    ProviderUnavailable.unwrapped(failure).getClass().getSimpleName());
              } else if (answer.getStatusCode() >= 400) {
                log.warn(
                    "A session is not ended at the provider: status {}", answer.getStatusCode());
              }
              return null;
            });
  }

  private HTTPRequest signOut(URI address, String idToken) {
    ClientID client = new ClientID(settings.clientId());
    return new LogoutRequest(address, hint(idToken), null, client, null, null, null)
        .toHTTPRequest();
  }

  private static JWT hint(String idToken) {
    try {
      return JWTParser.parse(idToken);
    } catch (ParseException e) {
      throw new IllegalStateException("An ID token that was good at the sign-in is none now", e);
    }
  }

  /** What a logout token says; fails when it cannot be checked. */
  public CompletableFuture<LogoutOutcome> loggedOut(String token) {
    return signed
        .check(token, logoutRules)
        .thenApply(claims -> claims.map(OpenIdProvider::ended).orElse(new LogoutOutcome.Refused()))
        .exceptionallyCompose(OpenIdProvider::unavailable);
  }

  private static Optional<String> sid(JWTClaimsSet claims) {
    return claims.getClaim("sid") instanceof String sid ? Optional.of(sid) : Optional.empty();
  }

  private static LogoutOutcome ended(JWTClaimsSet claims) {
    Instant issued = claims.getIssueTime().toInstant();
    return new LogoutOutcome.Ended(
        claims.getIssuer(),
        sid(claims),
        Optional.ofNullable(claims.getSubject()),
        claims.getJWTID(),
        issued.plus(TokenRules.MAX_LOGOUT_AGE));
  }

  private static <T> CompletableFuture<T> unavailable(Throwable failure) {
    Throwable cause = ProviderUnavailable.unwrapped(failure);
    return CompletableFuture.failedFuture(
        cause instanceof ProviderUnavailable ? cause : new ProviderUnavailable("Provider", cause));
  }

  @Override
  public void close() {
    http.close();
  }
}
