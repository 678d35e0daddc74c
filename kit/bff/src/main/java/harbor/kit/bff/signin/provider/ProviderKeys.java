package harbor.kit.bff.signin.provider;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * The keys with which the provider signs: fetched from where its description says and from nowhere
 * that a token names, again when a token names one that is not among them. Thread-safe.
 */
final class ProviderKeys {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** Invented key ids cost the provider one request in this time. */
  static final Duration MIN_AGE = Duration.ofSeconds(2);

  private final RemoteDocument<JWKSet> document;

  ProviderKeys(ProviderMetadata metadata, ProviderHttp http, InstantSource clock) {
    this.document =
        new RemoteDocument<>(
            () ->
                metadata
                    .get()
                    .thenCompose(endpoints -> http.get(endpoints.keys(), DEADLINE))
                    .thenApply(ProviderKeys::read),
            MAX_AGE,
            MIN_AGE,
            clock);
  }

  /** All of them; those of now when the named one is not among those known. */
  CompletableFuture<JWKSet> with(String keyId) {
    return document
        .get()
        .thenCompose(
            keys ->
                keys.getKeyByKeyId(keyId) == null
                    ? document.newer()
                    : CompletableFuture.completedFuture(keys));
  }

  private static JWKSet read(HTTPResponse answer) {
    if (answer.getStatusCode() != 200) {
      throw new ProviderUnavailable("Keys: status " + answer.getStatusCode());
    }
    try {
      return JWKSet.parse(answer.getBody()).toPublicJWKSet();
    } catch (ParseException _) {
      throw new ProviderUnavailable("Keys: no set of keys");
    }
  }
}
