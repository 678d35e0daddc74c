package harbor.kit.bff.signin.provider;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An OpenID Connect provider that does what a test says, and remembers what it was asked. It
 * refuses a code that it has not given, that was used, or whose verifier does not fit.
 */
public final class ScriptedProvider implements AutoCloseable {
  /** The client's name and password. */
  public static final String CLIENT = "shop-web";

  /** The client's password. */
  public static final String SECRET = "s3cret-of-the-shop";

  /** Of access tokens. */
  public static final String AUDIENCE = "shop-api";

  private final Server server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<QueryParams> tokenRequests = new CopyOnWriteArrayList<>();
  private final List<String> revoked = new CopyOnWriteArrayList<>();
  private final List<QueryParams> signedOut = new CopyOnWriteArrayList<>();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile RSAKey key = newKey("key-1");
  private volatile List<RSAKey> published = List.of(key);
  private volatile String issuerSlash = "";
  private volatile UnaryOperator<JWTClaimsSet.Builder> idTokens = UnaryOperator.identity();
  private volatile Function<QueryParams, HttpResponse> tokens = this::token;
  private volatile Function<String, Optional<HttpResponse>> everything = _ -> Optional.empty();

  /** What a code stands for. */
  private record Grant(String subject, String nonce, String challenge, String redirect) {}

  private ScriptedProvider(int port) {
    server =
        Server.builder()
            .http(port)
            .requestTimeout(Duration.ZERO)
            .service("/realm/.well-known/openid-configuration", (ctx, _) -> documents(ctx))
            .service("/realm/keys", (ctx, _) -> documents(ctx))
            .service("/realm/token", this::post)
            .service("/realm/revoke", this::post)
            .service("/realm/logout", this::post)
            .service("prefix:/stray", (ctx, _) -> documents(ctx))
            .build();
    server.start().join();
  }

  /** Starts one. */
  public static ScriptedProvider start() {
    return new ScriptedProvider(0);
  }

  /** Starts one on this port. */
  public static ScriptedProvider startOn(int port) {
    return new ScriptedProvider(port);
  }

  /** Where it listens. */
  public int port() {
    return server.activeLocalPort();
  }

  /** Its name. */
  public String issuer() {
    return "http://127.0.0.1:%d/realm%s".formatted(port(), issuerSlash);
  }

  /** From now on it ends its name with a slash. */
  public void namesItselfWithSlash() {
    issuerSlash = "/";
  }

  /** From now on everything is answered so; an empty answer is the usual one. */
  public void answersAll(Function<String, Optional<HttpResponse>> answer) {
    everything = answer;
  }

  /** From now on the token endpoint answers so. */
  public void tokenEndpoint(Function<QueryParams, HttpResponse> answer) {
    tokens = answer;
  }

  /** The token endpoint as it is usually. */
  public HttpResponse usualTokens(QueryParams form) {
    return token(form);
  }

  /** From now on ID tokens say something else. */
  public void idTokensSay(UnaryOperator<JWTClaimsSet.Builder> change) {
    idTokens = change;
  }

  /** From now on it signs with a new key; the old one is published no more. */
  public void rotatesKeys() {
    key = newKey("key-" + next.incrementAndGet() + 1);
    published = List.of(key);
  }

  /** The paths that were asked for. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** What came to the token endpoint. */
  public List<QueryParams> tokenRequests() {
    return List.copyOf(tokenRequests);
  }

  /** The forms that ended sessions. */
  public List<QueryParams> signedOut() {
    return List.copyOf(signedOut);
  }

  /** The refresh tokens that were revoked. */
  public List<String> revoked() {
    return List.copyOf(revoked);
  }

  /** The key that signs. */
  public RSAKey key() {
    return key;
  }

  /** Somebody signs in where the browser was sent; the code with which it comes back. */
  public String signsIn(QueryParams authorization, String subject) {
    String code = "code-" + subject + "-" + next.incrementAndGet();
    codes.put(
        code,
        new Grant(
            subject,
            authorization.get("nonce", ""),
            authorization.get("code_challenge", ""),
            authorization.get("redirect_uri", "")));
    return code;
  }

  /** Signs claims with its key. */
  public String signed(JWTClaimsSet claims) {
    return signed(claims, "JWT");
  }

  /** Signs claims with its key, in a token of this type. */
  public String signed(JWTClaimsSet claims, String type) {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType(type))
            .keyID(key.getKeyID())
            .build());
  }

  /** Signs claims with its key. */
  public String signed(JWTClaimsSet claims, JWSHeader header) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What its access tokens say. */
  public JWTClaimsSet.Builder accessClaims(String subject, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(AUDIENCE)
        .claim("roles", List.of("admin"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  /** What its logout tokens say. */
  public JWTClaimsSet.Builder logoutClaims(String subject, String sid, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(CLIENT)
        .claim("sid", sid)
        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
        .jwtID("jti-" + next.incrementAndGet())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(120)));
  }

  /** What its ID tokens say. */
  public JWTClaimsSet.Builder idClaims(String subject, String nonce, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(CLIENT)
        .claim("nonce", nonce)
        .claim("sid", "sid-of-" + subject)
        .claim("name", "Ada <b>" + subject + "</b>")
        .claim("email", subject + "@shop.example")
        .claim("roles", List.of("customer"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  private HttpResponse documents(ServiceRequestContext ctx) {
    asked.add(ctx.path());
    Optional<HttpResponse> other = everything.apply(ctx.path());
    if (other.isPresent()) {
      return other.get();
    }
    String base = "http://127.0.0.1:%d/realm".formatted(port());
    return ctx.path().endsWith("/keys")
        ? json(new JWKSet(List.copyOf(published)).toString(true))
        : json(
            """
            {"issuer": "%1$s", "authorization_endpoint": "%2$s/authorize",
             "token_endpoint": "%2$s/token", "jwks_uri": "%2$s/keys",
             "revocation_endpoint": "%2$s/revoke", "end_session_endpoint": "%2$s/logout",
             "response_types_supported": ["code"], "subject_types_supported": ["public"],
             "id_token_signing_alg_values_supported": ["RS256"]}
            """
                .formatted(issuer(), base));
  }

  private HttpResponse post(ServiceRequestContext ctx, HttpRequest request) {
    asked.add(ctx.path());
    return everything
        .apply(ctx.path())
        .orElseGet(
            () ->
                HttpResponse.of(request.aggregate().thenApply(whole -> answer(ctx.path(), whole))));
  }

  private HttpResponse answer(String path, AggregatedHttpRequest request) {
    QueryParams form = QueryParams.fromQueryString(request.contentUtf8());
    if (path.endsWith("/revoke")) {
      revoked.add(form.get("token", ""));
      return HttpResponse.of(HttpStatus.OK);
    }
    if (path.endsWith("/logout")) {
      signedOut.add(form);
      return HttpResponse.of(HttpStatus.OK);
    }
    tokenRequests.add(form);
    return tokens.apply(form);
  }

  private HttpResponse token(QueryParams form) {
    if ("refresh_token".equals(form.get("grant_type"))) {
      return json(
          "{\"access_token\":\"AT2\",\"token_type\":\"Bearer\",\"expires_in\":300,"
              + "\"refresh_token\":\"RT2\"}");
    }
    Grant grant = codes.remove(form.get("code", ""));
    if (grant == null
        || !grant.redirect.equals(form.get("redirect_uri"))
        || !grant.challenge.equals(challenge(form.get("code_verifier", "")))) {
      return error(400, "invalid_grant");
    }
    Instant now = Instant.now();
    return json(
        """
        {"access_token": "%s", "token_type": "Bearer", "expires_in": 300,
         "refresh_token": "refresh-of-%s", "id_token": "%s"}
        """
            .formatted(
                signed(accessClaims(grant.subject, now).build()),
                grant.subject,
                signed(idTokens.apply(idClaims(grant.subject, grant.nonce, now)).build())));
  }

  private static String challenge(String verifier) {
    return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier)).getValue();
  }

  /** An error of the token endpoint. */
  public static HttpResponse error(int status, String code) {
    return HttpResponse.of(
        HttpStatus.valueOf(status), MediaType.JSON, "{\"error\":\"%s\"}".formatted(code));
  }

  /** A document. */
  public static HttpResponse json(String body) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, body);
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048)
          .keyID(id)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
