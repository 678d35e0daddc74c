package harbor.kit.bff.wire;

/**
 * Takes a percent sign in a query that begins no escape, as in {@code ?utm_campaign=50%off}, for
 * itself: {@code %25}. Armeria refuses such a request before any of our code sees it.
 */
final class LonePercents {
  private LonePercents() {}

  /** The target with every lone percent sign of its query escaped. */
  static String escaped(String target) {
    int query = target.indexOf('?');
    int percent = query < 0 ? -1 : target.indexOf('%', query);
    if (percent < 0) {
      return target;
    }
    StringBuilder escaped = new StringBuilder(target.length() + 8);
    int done = 0;
    for (; percent >= 0; percent = target.indexOf('%', percent + 1)) {
      if (!isHex(target, percent + 1) || !isHex(target, percent + 2)) {
        escaped.append(target, done, percent).append("%25");
        done = percent + 1;
      }
    }
    return escaped.append(target, done, target.length()).toString();
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
  }
}
