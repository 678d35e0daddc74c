package harbor.kit.bff.answer;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import harbor.kit.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Strong entity tags (RFC 9110, section 8.8.3): of the view without its {@code meta}, of its schema
 * version, and of the encoding, so that two answers with one tag are interchangeable.
 */
public final class EntityTag {
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
   * Whether a request says, by {@code If-None-Match}, that its client has what the tag, strong or
   * weak, is of.
   */
  public static boolean isKnown(RequestHeaders request, String tag) {
    return matches(String.join(",", request.getAll(HttpHeaderNames.IF_NONE_MATCH)), tag);
  }

  /**
   * Whether {@code If-None-Match} names the tag, or any; weak comparison, as section 13.1.2 says.
   */
  static boolean matches(String ifNoneMatch, String tag) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    String known = opaque(tag);
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String named = opaque(candidate.strip());
      if (named.equals(known) || withoutProxyCoding(named).equals(known)) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /** Apache, when it compresses what it passes on, makes {@code "tag-gzip"} of {@code "tag"}. */
  private static String withoutProxyCoding(String tag) {
    return tag.endsWith(PROXY_CODING)
        ? tag.substring(0, tag.length() - PROXY_CODING.length()) + '"'
        : tag;
  }
}
