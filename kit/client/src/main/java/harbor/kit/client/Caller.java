package harbor.kit.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * On whose behalf a call is made.
 *
 * @param kind what is known of them
 * @param id opaque id of the guest or the user; empty exactly for {@link Kind#ANONYMOUS}
 */
public record Caller(Kind kind, String id) {
  /** A visitor whom nobody knows. */
  public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final int HASH_BYTES = 6;

  /** What is known of a caller. */
  public enum Kind {
    /** Nothing. */
    ANONYMOUS(""),
    /** They have been here before, and have not signed in. */
    GUEST("guest:"),
    /** They have signed in. */
    USER("user:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** Checks the id. */
  public Caller {
    if (kind == Kind.ANONYMOUS ? !id.isEmpty() : !isId(id)) {
      throw new IllegalArgumentException(
          "id of %s: malformed (expected: 1 to 128 characters of [A-Za-z0-9._-])".formatted(kind));
    }
  }

  /** A guest. */
  public static Caller guest(String id) {
    return new Caller(Kind.GUEST, id);
  }

  /** A user who has signed in. */
  public static Caller user(String id) {
    return new Caller(Kind.USER, id);
  }

  /** Whether a text may be the id of a guest or a user. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The caller that {@link #header} wrote; empty for a text that it never writes. */
  public static Optional<Caller> parse(String header) {
    if (header.isEmpty()) {
      return Optional.of(ANONYMOUS);
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ANONYMOUS && header.startsWith(kind.prefix)) {
        String id = header.substring(kind.prefix.length());
        return isId(id) ? Optional.of(new Caller(kind, id)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** As the metadata {@link CallMetadata#CALLER} carries it; empty for nobody. */
  public String header() {
    return kind.prefix + id;
  }

  /** Whether nobody knows who it is. */
  public boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  /** Whether they have signed in. */
  public boolean isUser() {
    return kind == Kind.USER;
  }

  /**
   * Stands for the caller in logs: the first 12 hexadecimal digits of the id's SHA-256; {@code -}
   * for a visitor whom nobody knows. The same in every process, so that a user's lines are found.
   */
  public String hash() {
    if (isAnonymous()) {
      return "-";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Never the id itself. */
  @Override
  public String toString() {
    return "Caller[" + kind + " " + hash() + "]";
  }
}
