package harbor.kit.bff.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * On whose behalf a request is made.
 *
 * @param userId the shop's opaque id of a user; empty for a visitor whom nobody knows
 */
public record Caller(String userId) {
  /** A visitor whom nobody knows. */
  public static final Caller ANONYMOUS = new Caller("");

  private static final int HASH_BYTES = 6;

  /** Whether nobody knows who it is. */
  public boolean isAnonymous() {
    return userId.isEmpty();
  }

  /**
   * Stands for the user in logs: the first 12 hexadecimal digits of the id's SHA-256; {@code -} for
   * a visitor whom nobody knows. The same in every process, so that a user's lines are found.
   */
  public String hash() {
    if (isAnonymous()) {
      return "-";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(userId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Never the id itself. */
  @Override
  public String toString() {
    return "Caller[" + hash() + "]";
  }
}
