package harbor.kit.bff.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals bytes with AES-256-GCM (NIST SP 800-38D): what is sealed is the nonce, 12 random
 * bytes, and then the bytes with their tag. Thread-safe.
 */
public final class SealingKey {
  /** In front of what is sealed. */
  public static final int NONCE_BYTES = 12;

  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  private SealingKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** A key of these 32 bytes. */
  static SealingKey of(byte[] key) {
    return new SealingKey(key);
  }

  /** Those that are set; without any, one that nobody else has. */
  static List<byte[]> orOwn(List<byte[]> given) {
    return given.isEmpty() ? List.of(random(KEY_BYTES)) : given;
  }

  /** The keys that are set; without any, one that nobody else has. */
  public static List<SealingKey> all(List<byte[]> given) {
    return orOwn(given).stream().map(SealingKey::of).toList();
  }

  /**
   * Seals it.
   *
   * @param context what it is for: opens with the same alone
   */
  public byte[] seal(byte[] plain, byte[] context) {
    byte[] nonce = random(NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, context);
      byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has AES-GCM", e);
    }
  }

  /**
   * Opens what stands in the bytes from there on, at least a nonce.
   *
   * @throws GeneralSecurityException when it was not sealed so, or changed since
   */
  public byte[] open(byte[] bytes, int from, byte[] context) throws GeneralSecurityException {
    int sealed = from + NONCE_BYTES;
    return cipher(Cipher.DECRYPT_MODE, bytes, from, context)
        .doFinal(bytes, sealed, bytes.length - sealed);
  }

  private Cipher cipher(int mode, byte[] nonce, int from, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
    cipher.updateAAD(context);
    return cipher;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
