package harbor.importer.table;

import harbor.importer.progress.NothingRead;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says of a file that is neither a table nor XML what it is instead. */
final class Unreadable {
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);
  private static final Pattern WEB_PAGE =
      Pattern.compile(
          "^(<\\?xml[^>]*>|<!--.*?-->|\\s++)*<(!doctype\\s+html|html|head|body|script)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LOGIN =
      Pattern.compile(
          "type\\s*=\\s*[\"']?password|log ?in|sign ?in|anmelden|connexion",
          Pattern.CASE_INSENSITIVE);
  private static final int MAX_BEGINNING = 2_000;
  private static final byte[] OLD_OFFICE = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

  private Unreadable() {}

  /**
   * Looks at the first bytes.
   *
   * @throws NothingRead when they are no text
   */
  static void checkBytes(String name, byte[] head, Charset charset) {
    if (head.length == 0) {
      throw new NothingRead(name + ": is empty: not even a header");
    }
    if (startsWith(head, "%PDF".getBytes(charset))) {
      throw new NothingRead(name + ": is a PDF document, not a feed");
    }
    if (startsWith(head, OLD_OFFICE)) {
      throw new NothingRead(
          name + ": is an old Excel or Word document; save it as CSV or tab separated text");
    }
    if (!charset.name().startsWith("UTF-16") && hasZeros(head)) {
      throw new NothingRead(
          name
              + (head.length > 3
                      && (head[0] == 0) != (head[1] == 0)
                      && (head[2] == 0) != (head[3] == 0)
                  ? ": looks like UTF-16 without its mark; say --encoding UTF-16%s"
                      .formatted(head[0] == 0 ? "BE" : "LE")
                  : ": is not text"));
    }
  }

  /**
   * Looks at the first characters.
   *
   * @throws NothingRead when they begin something else than a table or XML
   */
  static void checkText(String name, String head) {
    String text = head.strip();
    if (text.isEmpty()) {
      throw new NothingRead(name + ": is empty: not even a header");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      throw new NothingRead(name + ": is JSON; a feed is tab separated text, CSV or XML");
    }
    if (text.startsWith("<") && WEB_PAGE.matcher(beginning(text)).matches()) {
      Matcher title = TITLE.matcher(text);
      throw new NothingRead(
          "%s: is a %s%s, not a feed; look at what its address gives without a browser"
              .formatted(
                  name,
                  LOGIN.matcher(text).find() ? "login page" : "web page",
                  title.find()
                      ? " ('%s')".formatted(Text.shorten(Text.line(title.group(1)), 80))
                      : ""));
    }
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), MAX_BEGINNING));
  }

  /** Whether a text that was not refused is XML; nothing else begins so. */
  static boolean isXml(String head) {
    return head.stripLeading().toLowerCase(Locale.ROOT).startsWith("<");
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (head[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** One zero among many characters is a slip, not another form. */
  private static boolean hasZeros(byte[] head) {
    int zeros = 0;
    for (byte b : head) {
      zeros += b == 0 ? 1 : 0;
    }
    return zeros * 20 > head.length;
  }
}
