package harbor.kit.client.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;

/**
 * A public key that is believed.
 *
 * @param process the one that it belongs to: another may not sign with it
 * @param verifier of its signatures; thread-safe
 */
public record TrustedKey(String process, JWSVerifier verifier) {
  static TrustedKey of(String process, ECKey key) {
    try {
      return new TrustedKey(process, new ECDSAVerifier(key));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("key: not usable for ES256", e);
    }
  }
}
