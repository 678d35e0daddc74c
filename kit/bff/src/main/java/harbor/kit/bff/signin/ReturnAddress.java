package harbor.kit.bff.signin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a person goes after signing in or out: an address of this site, judged by what a browser
 * makes of it, and kept byte for byte. Whatever else was asked for becomes the start page.
 *
 * <p>The path is taken apart as the <a href="https://url.spec.whatwg.org/#path-state">URL standard
 * </a> does: dots are resolved, also written {@code %2e}, before anything is judged. What browsers
 * forgive (backslashes, tabs, line ends) is not good here, since none of it is ever needed.
 */
record ReturnAddress(String value) {
  /** Where everybody may go. */
  static final ReturnAddress START = new ReturnAddress("/");

  /** Several of them travel in cookies, which together stay under 4 KB. */
  static final int MAX_LENGTH = 700;

  private static final Pattern PLAIN = Pattern.compile("/[!-~&&[^\\\\]]*");
  private static final Pattern PATH_END = Pattern.compile("[?#]");

  /** The address as it was asked for, decoded once; the start page where it will not do. */
  static ReturnAddress of(@Nullable String asked) {
    return asked != null && isLocal(asked) ? new ReturnAddress(asked) : START;
  }

  private static boolean isLocal(String asked) {
    if (asked.length() > MAX_LENGTH || !PLAIN.matcher(asked).matches()) {
      return false;
    }
    String path = resolved(PATH_END.split(asked, 2)[0]);
    return !path.startsWith("//") && !isOfSignIn(path);
  }

  /** A browser's path: without the segments that are dots. */
  private static String resolved(String path) {
    Deque<String> segments = new ArrayDeque<>();
    String[] all = path.substring(1).split("/", -1);
    for (int i = 0; i < all.length; i++) {
      String dots = all[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
      boolean isLast = i == all.length - 1;
      if (dots.equals("..")) {
        segments.pollLast();
      } else if (!dots.equals(".")) {
        segments.addLast(all[i]);
        continue;
      }
      if (isLast) {
        segments.addLast("");
      }
    }
    return "/" + String.join("/", segments);
  }

  /** Signing in or out again at once would go round in circles. */
  private static boolean isOfSignIn(String path) {
    try {
      String plain = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      return plain.equals("/auth") || plain.startsWith("/auth/");
    } catch (IllegalArgumentException _) {
      // a stray %: no route of ours begins so
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
