package harbor.mobile.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.runtime.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an app between two calls: up to which change it has everything. For clients
 * it is opaque.
 *
 * <p>It begins with a hash over the person, the view and all the rest, by which one that is
 * damaged, somebody else's, or from another version of the view is told from a good one. That needs
 * no secret: whoever makes one up is told of their own things what they ask to be told. Immutable.
 *
 * @param from what happened after is to be told
 * @param categories a hash of those that the app has; empty when it has none
 * @param orders hashes of those under way that the app has
 * @param walk how far an answer that did not fit one message has come; null when none is under way
 */
record SyncToken(SyncPlaces from, String categories, Set<Integer> orders, @Nullable Walk walk) {
  /** What an app has that has nothing. */
  static final SyncToken NONE = new SyncToken(SyncPlaces.NONE, "", Set.of(), null);

  /** Changes whenever what a token means does. */
  private static final String FORM = "1";

  private static final int CHECK_BYTES = 12;
  private static final int HASH_BYTES = 8;
  private static final String SEPARATOR = ".";
  private static final int PARTS = 4;
  private static final int PARTS_IN_WALK = 7;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  SyncToken {
    orders = Set.copyOf(orders);
  }

  /**
   * An answer in several messages: the app has all keys up to one.
   *
   * @param until where its first message stood: what happened after is told after the last one
   * @param orders {@link SyncToken#orders} after the last message
   * @param after the last key that was sent
   */
  record Walk(SyncPlaces until, Set<Integer> orders, String after) {
    Walk {
      orders = Set.copyOf(orders);
    }
  }

  /** The key after which this answer goes on; empty at its beginning. */
  String after() {
    return walk == null ? "" : walk.after();
  }

  /** Stands for an order. */
  static int hash(String orderId) {
    return ByteBuffer.wrap(Sha256.of(orderId)).getInt();
  }

  /** Stands for some bytes. */
  static String hash(byte[] bytes) {
    return ENCODER.encodeToString(Arrays.copyOf(Sha256.of(bytes), HASH_BYTES));
  }

  /**
   * As clients get it.
   *
   * @param subject whose it is
   * @param view what they know of it
   */
  String text(String subject, String view) {
    String rest = String.join(SEPARATOR, from.text(), categories, text(orders));
    if (walk != null) {
      rest =
          String.join(
              SEPARATOR,
              rest,
              walk.until().text(),
              text(walk.orders()),
              ENCODER.encodeToString(walk.after().getBytes(UTF_8)));
    }
    return check(subject, view, rest) + SEPARATOR + rest;
  }

  /** Reads one; empty when it is none that this person was given for this view. */
  static Optional<SyncToken> parse(String text, String subject, String view) {
    int end = text.indexOf(SEPARATOR);
    if (end < 0 || !text.substring(0, end).equals(check(subject, view, text.substring(end + 1)))) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    return switch (parts.length) {
      case PARTS -> Optional.of(read(parts, null));
      case PARTS_IN_WALK ->
          Optional.of(
              read(
                  parts,
                  new Walk(
                      SyncPlaces.parse(parts[4]),
                      orders(parts[5]),
                      new String(DECODER.decode(parts[6]), UTF_8))));
      default -> Optional.empty();
    };
  }

  private static SyncToken read(String[] parts, @Nullable Walk walk) {
    return new SyncToken(SyncPlaces.parse(parts[1]), parts[2], orders(parts[3]), walk);
  }

  private static String check(String subject, String view, String rest) {
    byte[] hash = Sha256.of(String.join("\n", FORM, subject, view, rest));
    return ENCODER.encodeToString(Arrays.copyOf(hash, CHECK_BYTES));
  }

  private static String text(Set<Integer> hashes) {
    ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Integer.BYTES);
    hashes.stream().sorted().forEach(bytes::putInt);
    return ENCODER.encodeToString(bytes.array());
  }

  private static Set<Integer> orders(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(DECODER.decode(text));
    Set<Integer> hashes = new LinkedHashSet<>();
    while (bytes.remaining() >= Integer.BYTES) {
      hashes.add(bytes.getInt());
    }
    return hashes;
  }
}
