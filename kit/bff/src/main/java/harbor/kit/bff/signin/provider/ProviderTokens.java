package harbor.kit.bff.signin.provider;

import com.linecorp.armeria.client.UnprocessedRequestException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import harbor.kit.bff.session.RefreshOutcome;
import harbor.kit.bff.session.TokenSource;
import harbor.kit.bff.session.Tokens;
import harbor.kit.bff.signin.provider.ProviderMetadata.Endpoints;
import harbor.kit.client.identity.ExchangedTokens.Exchanged;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's token endpoint. Nothing is sent twice: what became of a token that went out
 * without an answer is unknown, and whoever asked decides. Thread-safe.
 */
final class ProviderTokens implements TokenSource {
  private static final Logger log = LoggerFactory.getLogger(ProviderTokens.class);

  /** A person waits. */
  private static final Duration CODE_DEADLINE = Duration.ofSeconds(10);

  /** Giving up costs the session; with discovery it stays below what sessions wait for. */
  private static final Duration REFRESH_DEADLINE = Duration.ofSeconds(25);

  private static final Duration REVOKE_DEADLINE = Duration.ofSeconds(10);

  /** Calls wait less; what comes later serves the next ones. */
  private static final Duration EXCHANGE_DEADLINE = Duration.ofSeconds(2);

  private final ProviderSettings settings;
  private final ProviderMetadata metadata;
  private final ProviderHttp http;
  private final InstantSource clock;

  ProviderTokens(
      ProviderSettings settings,
      ProviderMetadata metadata,
      ProviderHttp http,
      InstantSource clock) {
    this.settings = settings;
    this.metadata = metadata;
    this.http = http;
    this.clock = clock;
  }

  /** Tokens for a code; fails unless the provider gave some, with what it said of it. */
  CompletableFuture<TokenResponse> redeem(AuthorizationGrant code) {
    return metadata
        .get()
        .thenCompose(endpoints -> http.send(request(endpoints, code), CODE_DEADLINE))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw new ProviderUnavailable("Token endpoint", failure);
              }
              return response(answer);
            });
  }

  /**
   * A token for a service, made of a person's access token (RFC 8693).
   *
   * @return fails with {@link ProviderUnavailable}, also when the provider refuses
   */
  CompletableFuture<Exchanged> exchange(String accessToken, String service) {
    AuthorizationGrant grant =
        new TokenExchangeGrant(
            new BearerAccessToken(accessToken),
            TokenTypeURI.ACCESS_TOKEN,
            null,
            null,
            TokenTypeURI.ACCESS_TOKEN,
            List.of(new Audience(service)));
    return metadata
        .get()
        .thenCompose(endpoints -> http.send(request(endpoints, grant), EXCHANGE_DEADLINE))
        .thenApply(this::exchanged);
  }

  private Exchanged exchanged(HTTPResponse answer) {
    int status = answer.getStatusCode();
    try {
      TokenResponse response = TokenResponse.parse(answer);
      if (response.indicatesSuccess()) {
        AccessToken token = response.toSuccessResponse().getTokens().getAccessToken();
        return new Exchanged(token.getValue(), expiry(token));
      }
      throw new ProviderUnavailable(
          "status %d, %s".formatted(status, word(response.toErrorResponse().getErrorObject())));
    } catch (ParseException _) {
      throw new ProviderUnavailable("status %d, no answer of a token endpoint".formatted(status));
    }
  }

  private static TokenResponse response(HTTPResponse answer) {
    int status = answer.getStatusCode();
    if (status >= 500 || status == 429) {
      throw new ProviderUnavailable("Token endpoint: status " + status);
    }
    try {
      return OIDCTokenResponseParser.parse(answer);
    } catch (ParseException _) {
      throw new ProviderUnavailable("Token endpoint: no answer of one, status " + status);
    }
  }

  @Override
  public CompletableFuture<RefreshOutcome> refresh(String refreshToken) {
    return metadata
        .get()
        .thenCompose(endpoints -> refresh(endpoints, refreshToken))
        // what was sent has an outcome: nothing was
        .exceptionally(_ -> new RefreshOutcome.NotSent());
  }

  private CompletableFuture<RefreshOutcome> refresh(Endpoints endpoints, String refreshToken) {
    return http.send(
            request(endpoints, new RefreshTokenGrant(new RefreshToken(refreshToken))),
            REFRESH_DEADLINE)
        .handle((answer, failure) -> failure == null ? outcome(answer) : unanswered(failure));
  }

  /** Armeria says whether the request can have reached anybody. */
  private static RefreshOutcome unanswered(Throwable failure) {
    Throwable cause = ProviderUnavailable.unwrapped(failure);
    log.warn("A refresh of tokens has no answer: {}", cause.getClass().getSimpleName());
    return cause instanceof UnprocessedRequestException
        ? new RefreshOutcome.NotSent()
        : new RefreshOutcome.Unknown();
  }

  private RefreshOutcome outcome(HTTPResponse answer) {
    int status = answer.getStatusCode();
    if (status == 429 || status == 503) {
      return new RefreshOutcome.NotSent();
    }
    try {
      TokenResponse response = OIDCTokenResponseParser.parse(answer);
      if (response.indicatesSuccess()) {
        return new RefreshOutcome.Refreshed(
            tokens(((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens()));
      }
      String code = word(response.toErrorResponse().getErrorObject());
      if (code.equals("invalid_grant")) {
        return new RefreshOutcome.Refused();
      }
      if (status < 500) {
        // The token was not looked at: the fault is ours, or in a setting.
        log.warn("The provider refuses to refresh tokens: {}", code);
        return new RefreshOutcome.NotSent();
      }
    } catch (ParseException _) {
      // an answer, but none of a token endpoint: said below
    }
    log.warn("A refresh of tokens has an answer without meaning: status {}", status);
    return new RefreshOutcome.Unknown();
  }

  /** Ours, from the provider's, which say little that they need not. */
  Tokens tokens(OIDCTokens said) {
    return new Tokens(
        said.getAccessToken().getValue(),
        Optional.of(expiry(said.getAccessToken())),
        Optional.ofNullable(said.getRefreshToken()).map(RefreshToken::getValue),
        Optional.ofNullable(said.getIDTokenString()));
  }

  /** As the answer says, else as the token itself says, else as set. */
  private Instant expiry(AccessToken token) {
    long seconds = token.getLifetime();
    if (seconds > 0) {
      return clock.instant().plusSeconds(seconds);
    }
    Date own = expiryOf(token.getValue());
    return own == null ? clock.instant().plus(settings.accessLifetime()) : own.toInstant();
  }

  private static @Nullable Date expiryOf(String token) {
    try {
      return JWTParser.parse(token).getJWTClaimsSet().getExpirationTime();
    } catch (java.text.ParseException _) {
      return null;
    }
  }

  @Override
  public CompletableFuture<Void> revoke(String refreshToken) {
    return metadata
        .get()
        .thenCompose(
            endpoints ->
                endpoints
                    .revocation()
                    .map(
                        address ->
                            http.send(
                                new TokenRevocationRequest(
                                        address,
                                        authentication(endpoints),
                                        new RefreshToken(refreshToken))
                                    .toHTTPRequest(),
                                REVOKE_DEADLINE))
                    .orElseGet(() -> CompletableFuture.completedFuture(new HTTPResponse(200))))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                log.warn(
                    "A refresh token is not revoked: {}",
                    ProviderUnavailable.unwrapped(failure).getClass().getSimpleName());
              } else if (!answer.indicatesSuccess()) {
                log.warn("A refresh token is not revoked: status {}", answer.getStatusCode());
              }
              return null;
            });
  }

  private com.nimbusds.oauth2.sdk.http.HTTPRequest request(
      Endpoints endpoints, AuthorizationGrant grant) {
    return new TokenRequest(endpoints.token(), authentication(endpoints), grant, null)
        .toHTTPRequest();
  }

  private ClientAuthentication authentication(Endpoints endpoints) {
    ClientID id = new ClientID(settings.clientId());
    Secret secret = new Secret(settings.clientSecret());
    return endpoints.postsSecret()
        ? new ClientSecretPost(id, secret)
        : new ClientSecretBasic(id, secret);
  }

  /** A provider's word, as far as a log line may hold it. */
  private static String word(ErrorObject error) {
    String code = error.getCode();
    return code != null && code.matches("[a-z_]{1,40}") ? code : "an unknown error";
  }
}
