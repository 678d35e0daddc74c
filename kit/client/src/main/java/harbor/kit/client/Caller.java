package harbor.kit.client;

import harbor.kit.runtime.Sha256;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * On whose behalf a call is made.
 *
 * @param kind what is known of them
 * @param id opaque id of the guest or the user; empty exactly for {@link Kind#ANONYMOUS}
 * @param roles what a user may do besides what every user may; empty for anybody else
 */
public record Caller(Kind kind, String id, Set<String> roles) {
  /** A visitor whom nobody knows. */
  public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "", Set.of());

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

  /** Checks the id and the roles. */
  public Caller {
    roles = Set.copyOf(roles);
    if (kind != Kind.USER && !roles.isEmpty()) {
      throw new IllegalArgumentException(
          "roles of %s: %s (expected: none, only users have some)".formatted(kind, roles));
    }
    if (kind == Kind.ANONYMOUS ? !id.isEmpty() : !isId(id)) {
      throw new IllegalArgumentException(
          "id of %s: malformed (expected: 1 to 128 characters of [A-Za-z0-9._-])".formatted(kind));
    }
  }

  /** A guest. */
  public static Caller guest(String id) {
    return new Caller(Kind.GUEST, id, Set.of());
  }

  /** A user who has signed in and has no role. */
  public static Caller user(String id) {
    return user(id, Set.of());
  }

  /** A user who has signed in. */
  public static Caller user(String id, Set<String> roles) {
    return new Caller(Kind.USER, id, roles);
  }

  /** Whether a text may be the id of a guest or a user. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * The caller, without roles, that {@link #subject} names; empty for a text that it never gives.
   */
  public static Optional<Caller> parse(String subject) {
    if (subject.isEmpty()) {
      return Optional.of(ANONYMOUS);
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ANONYMOUS && subject.startsWith(kind.prefix)) {
        String id = subject.substring(kind.prefix.length());
        return isId(id) ? Optional.of(new Caller(kind, id, Set.of())) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** As service tokens name them: {@code user:<id>} or {@code guest:<id>}; empty for nobody. */
  public String subject() {
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
    return HexFormat.of().formatHex(Sha256.of(id), 0, HASH_BYTES);
  }

  /** Never the id itself. */
  @Override
  public String toString() {
    return "Caller[" + kind + " " + hash() + "]";
  }
}
