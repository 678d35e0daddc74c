package harbor.kit.bff.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head that the event loop's thread reads at this moment: what is known of a request that is
 * refused before a server knows its header fields, as one whose path is none.
 */
public final class UnreadHead {
  private static final String FIELD = "accept:";
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final FastThreadLocal<Supplier<String>> ACCEPT = new FastThreadLocal<>();

  private UnreadHead() {}

  /** What its client accepts, as it says it; empty when nothing of the kind can be read. */
  public static String accept() {
    @Nullable Supplier<String> accept = ACCEPT.getIfExists();
    String said = accept == null ? "" : accept.get();
    return PLAIN.matcher(said).matches() ? said : "";
  }

  /** From now on it is this one, of HTTP/1.1, well-formed or not. */
  static void is(byte[] head) {
    ACCEPT.set(
        () ->
            joined(
                new String(head, ISO_8859_1)
                    .lines()
                    .filter(line -> line.regionMatches(true, 0, FIELD, 0, FIELD.length()))
                    .map(line -> line.substring(FIELD.length()).strip())
                    .toList()));
  }

  /** From now on it is one of HTTP/2 with these fields. */
  static void accepts(List<CharSequence> values) {
    ACCEPT.set(() -> joined(values));
  }

  /** From now on it is none. */
  static void isNone() {
    ACCEPT.remove();
  }

  private static String joined(List<? extends CharSequence> values) {
    return String.join(",", values);
  }
}
