package harbor.kit.service.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import harbor.kit.client.identity.PersonIssuer;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which the provider signs, from where its description says and nowhere else (OpenID
 * Connect Discovery 1.0): fetched at the first use, after five minutes, and for a key that is not
 * among them, twice in five seconds at most. While the provider is down, those of before stay.
 * Blocks; thread-safe.
 */
record ProviderKeys(PersonIssuer provider, ResourceRetriever http)
    implements JWKSetSource<SecurityContext> {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int MAX_BYTES = 512 * 1024;
  private static final long MAX_AGE_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final long WAIT_MILLIS = Duration.ofSeconds(2).toMillis();
  private static final long MIN_AGE_MILLIS = Duration.ofSeconds(5).toMillis();

  static JWKSource<SecurityContext> of(PersonIssuer provider) {
    return JWKSourceBuilder.create(
            new ProviderKeys(
                provider, new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES)))
        .refreshAheadCache(false)
        .cache(MAX_AGE_MILLIS, WAIT_MILLIS)
        .rateLimited(MIN_AGE_MILLIS)
        .outageTolerantForever()
        .build();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws JWKSetUnavailableException {
    try {
      Map<String, Object> description =
          JSONObjectUtils.parse(text(URI.create(provider.discovery())));
      String issuer = JSONObjectUtils.getString(description, "issuer");
      if (!provider.issuer().equals(issuer)) {
        throw new JWKSetUnavailableException(
            "HARBOR_OIDC_ISSUER is '%s', but the provider there names itself '%s'"
                .formatted(provider.issuer(), issuer));
      }
      return JWKSet.parse(text(JSONObjectUtils.getURI(description, "jwks_uri"))).toPublicJWKSet();
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetUnavailableException(
          "The keys of %s cannot be had: %s".formatted(provider.issuer(), e.getMessage()), e);
    }
  }

  private String text(@Nullable URI address) throws IOException {
    if (address == null
        || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
      throw new IOException("no address of keys");
    }
    return http.retrieveResource(address.toURL()).getContent();
  }

  @Override
  public void close() {
    // nothing is open between two requests
  }
}
