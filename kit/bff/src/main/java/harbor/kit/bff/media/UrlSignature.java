package harbor.kit.bff.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a resizing proxy that the shop made an address: base64url without padding of the
 * HMAC-SHA256 over salt and path. Thread-safe.
 *
 * @see <a href="https://docs.imgproxy.net/usage/signing_url">imgproxy, signing a URL</a>
 */
public final class UrlSignature {
  static final String KEY = "HARBOR_MEDIA_RESIZER_KEY";
  private static final String SALT = "HARBOR_MEDIA_RESIZER_SALT";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final byte[] salt;

  private UrlSignature(byte[] key, byte[] salt) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.salt = salt;
  }

  static Optional<UrlSignature> from(Environment environment) {
    Optional<byte[]> key =
        bytes(environment, KEY, "Key of the resizing proxy's signatures, hexadecimal.");
    Optional<byte[]> salt =
        bytes(environment, SALT, "Salt of the resizing proxy's signatures, hexadecimal.");
    if (key.isPresent() != salt.isPresent()) {
      throw new InvalidSetting(
          key.isPresent() ? SALT : KEY, "", "set, as " + (key.isPresent() ? KEY : SALT) + " is");
    }
    return key.flatMap(secret -> salt.map(added -> new UrlSignature(secret, added)));
  }

  /** The signature of a path that begins with a slash. */
  String of(String path) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(salt);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(path.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  private static Optional<byte[]> bytes(Environment environment, String name, String meaning) {
    try {
      return environment.optionalText(name, meaning).map(HexFormat.of()::parseHex);
    } catch (IllegalArgumentException _) {
      // Neither its value nor where it is wrong: it is a secret.
      throw new InvalidSetting(name, "***", "an even number of hexadecimal digits");
    }
  }
}
