package harbor.kit.bff.answer;

import harbor.kit.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Strong entity tags (RFC 9110, section 8.8.3): of the view without its {@code meta}, of its schema
 * version, and of the encoding, so that two answers with one tag are interchangeable.
 */
final class EntityTag {
  private static final int BYTES = 12;
  private static final String PROXY_CODING = "-gzip\"";

  private EntityTag() {}

  /**
   * The tag of a view.
   *
   * @param view as it is encoded in the format, without its meta
   */
  static String of(
      String schemaVersion, EncodedView view, ViewFormat format, ContentCoding coding) {
    MessageDigest digest = Sha256.digest();
    digest.update(schemaVersion.getBytes(StandardCharsets.UTF_8));
    digest.update(view.array(), 0, view.size());
    byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
    return '"'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(hash)
        + '-'
        + format.tag()
        + (coding == ContentCoding.IDENTITY ? "" : '-' + coding.token())
        + '"';
  }

  /**
   * Whether {@code If-None-Match} names the tag, or any; weak comparison, as section 13.1.2 says.
   */
  static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String stripped = candidate.strip();
      String strong = stripped.startsWith("W/") ? stripped.substring(2) : stripped;
      if (strong.equals(tag) || withoutProxyCoding(strong).equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Apache, when it compresses what it passes on, makes {@code "tag-gzip"} of {@code "tag"}. */
  private static String withoutProxyCoding(String tag) {
    return tag.endsWith(PROXY_CODING)
        ? tag.substring(0, tag.length() - PROXY_CODING.length()) + '"'
        : tag;
  }
}
