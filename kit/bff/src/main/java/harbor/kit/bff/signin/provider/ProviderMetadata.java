package harbor.kit.bff.signin.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the provider's endpoints are, as it says itself: asked for at the first use, never at the
 * start, and again while it does not answer. Says once in the log what is wrong, and when it is
 * over. Thread-safe.
 */
final class ProviderMetadata {
  private static final Logger log = LoggerFactory.getLogger(ProviderMetadata.class);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration MAX_AGE = Duration.ofMinutes(15);

  private final ProviderSettings settings;
  private final RemoteDocument<Endpoints> document;

  @GuardedBy("this")
  private String trouble = "";

  /**
   * What this BFF needs of it.
   *
   * @param postsSecret whether the client's password goes into the body, since the provider does
   *     not take it in a header
   * @param saysIssuer whether it names itself in the address of the callback (RFC 9207)
   */
  record Endpoints(
      URI authorization,
      URI token,
      URI keys,
      Optional<URI> revocation,
      Optional<URI> endSession,
      boolean postsSecret,
      boolean saysIssuer) {}

  ProviderMetadata(ProviderSettings settings, ProviderHttp http, InstantSource clock) {
    this.settings = settings;
    this.document =
        new RemoteDocument<>(
            () ->
                http.get(URI.create(settings.discovery()), DEADLINE)
                    .thenApply(this::read)
                    .whenComplete((_, failure) -> note(failure)),
            MAX_AGE,
            MAX_AGE,
            clock);
  }

  CompletableFuture<Endpoints> get() {
    return document.get();
  }

  private Endpoints read(HTTPResponse answer) {
    if (answer.getStatusCode() != 200) {
      throw new ProviderUnavailable(
          settings.discovery() + " answers with status " + answer.getStatusCode());
    }
    try {
      return read(OIDCProviderMetadata.parse(answer.getBody()));
    } catch (ParseException e) {
      throw new ProviderUnavailable(
          settings.discovery() + " is no description of a provider: " + e.getMessage());
    }
  }

  private Endpoints read(OIDCProviderMetadata said) {
    String issuer = said.getIssuer().getValue();
    if (!issuer.equals(settings.issuer())) {
      throw new ProviderUnavailable(
          "HARBOR_OIDC_ISSUER is '%s', but the provider there names itself '%s': both must be the"
                  .formatted(settings.issuer(), issuer)
              + " same, letter for letter");
    }
    return new Endpoints(
        needed(said.getAuthorizationEndpointURI(), "authorization_endpoint"),
        needed(said.getTokenEndpointURI(), "token_endpoint"),
        needed(said.getJWKSetURI(), "jwks_uri"),
        Optional.ofNullable(said.getRevocationEndpointURI()),
        Optional.ofNullable(said.getEndSessionEndpointURI()),
        postsSecret(said.getTokenEndpointAuthMethods()),
        said.supportsAuthorizationResponseIssuerParam());
  }

  private static boolean postsSecret(@Nullable List<ClientAuthenticationMethod> methods) {
    return methods != null
        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
  }

  private URI needed(@Nullable URI endpoint, String name) {
    if (endpoint == null) {
      throw new ProviderUnavailable(settings.discovery() + " has no " + name);
    }
    return endpoint;
  }

  private synchronized void note(@Nullable Throwable failure) {
    String now = failure == null ? "" : sentence(ProviderUnavailable.unwrapped(failure));
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    if (now.isEmpty()) {
      log.info("Identity provider {} answers", settings.issuer());
    } else {
      log.warn("Nobody can sign in: {}", now);
    }
  }

  private String sentence(Throwable failure) {
    return failure instanceof ProviderUnavailable
        ? String.valueOf(failure.getMessage())
        : "%s cannot be reached (%s)"
            .formatted(settings.discovery(), failure.getClass().getSimpleName());
  }
}
