package harbor.kit.service.call;

import harbor.kit.runtime.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * An opaque token that stands for the place at which a list goes on. It carries a digest of the
 * question that the list answers, so that one of another question, a damaged or an invented one is
 * refused. It is no secret: whoever knows the form can make one, and gets a page of that list.
 */
public final class PageToken {
  private static final byte FORM = 1;
  private static final int DIGEST_BYTES = 8;

  private final byte[] question;

  private PageToken(byte[] question) {
    this.question = question;
  }

  /**
   * Tokens of one question.
   *
   * @param list what is listed, for instance {@code catalog.products}
   * @param filters what narrows it, always in the same order
   */
  public static PageToken of(String list, String... filters) {
    StringBuilder question = new StringBuilder(list);
    for (String filter : filters) {
      // The length tells ("ab", "c") from ("a", "bc").
      question.append('\0').append(filter.length()).append(':').append(filter);
    }
    return new PageToken(question.append('\0').toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The token that goes on after the given key. */
  public String after(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(1 + DIGEST_BYTES + text.length)
                .put(FORM)
                .put(digest(text))
                .put(text)
                .array());
  }

  /** The key that a token goes on after; empty for an empty token, which is the first page. */
  public String key(String token) {
    if (token.isEmpty()) {
      return "";
    }
    byte[] bytes = decoded(token);
    if (bytes.length < 1 + DIGEST_BYTES || bytes[0] != FORM) {
      throw invalid();
    }
    byte[] key = Arrays.copyOfRange(bytes, 1 + DIGEST_BYTES, bytes.length);
    if (!Arrays.equals(digest(key), 0, DIGEST_BYTES, bytes, 1, 1 + DIGEST_BYTES)) {
      throw invalid();
    }
    return new String(key, StandardCharsets.UTF_8);
  }

  /** The number that a token of a list with the greatest first goes on below. */
  public long below(String token) {
    String key = key(token);
    try {
      return key.isEmpty() ? Long.MAX_VALUE : Long.parseLong(key);
    } catch (NumberFormatException _) {
      throw invalid();
    }
  }

  /**
   * Cuts a page of what was read for it.
   *
   * @param found at most one more than the page has: that one says that there is a next page
   * @param size of the page
   * @param key of a row, after which the next page goes on
   */
  public <T> Page<T> page(List<T> found, int size, Function<T, String> key) {
    if (found.size() <= size) {
      return new Page<>(found, "");
    }
    List<T> rows = found.subList(0, size);
    return new Page<>(rows, after(key.apply(rows.getLast())));
  }

  /**
   * A page of a list.
   *
   * @param rows in their order
   * @param nextToken where the list goes on; empty on the last page
   */
  public record Page<T>(List<T> rows, String nextToken) {
    /** Copies the list. */
    public Page {
      rows = List.copyOf(rows);
    }
  }

  private static byte[] decoded(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
    // The last letter has bits to spare, which nobody gave.
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token)) {
      throw invalid();
    }
    return bytes;
  }

  /** The failure of a token that this list never gave. */
  public static Failure invalid() {
    return Failure.invalidArgument(
        "INVALID_PAGE_TOKEN", "page_token is none of this list (expected: one that a page gave).");
  }

  private byte[] digest(byte[] key) {
    MessageDigest sha = Sha256.digest();
    sha.update(question);
    return Arrays.copyOf(sha.digest(key), DIGEST_BYTES);
  }
}
