package harbor.kit.bff.signin;

import harbor.kit.bff.session.SealingKey;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * Seals what goes through other hands: the first key seals, all of them open, so that keys can
 * change while what older ones sealed is on its way. Thread-safe.
 */
public final class Sealing {
  private final List<SealingKey> keys;

  /** The first key seals, all of them open; without any, one that nobody else has. */
  public Sealing(List<byte[]> given) {
    keys = SealingKey.all(given);
  }

  /**
   * Seals it.
   *
   * @param context what it is for: opens with the same alone
   */
  byte[] seal(byte[] plain, byte[] context) {
    return keys.getFirst().seal(plain, context);
  }

  /** Opens it; empty when it was not sealed so, or changed since. */
  Optional<byte[]> open(byte[] sealed, byte[] context) {
    if (sealed.length < SealingKey.NONCE_BYTES) {
      return Optional.empty();
    }
    for (SealingKey key : keys) {
      try {
        return Optional.of(key.open(sealed, 0, context));
      } catch (GeneralSecurityException _) {
        // not this key's
      }
    }
    return Optional.empty();
  }
}
