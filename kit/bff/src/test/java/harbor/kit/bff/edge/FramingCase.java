package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.bff.edge.RawHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on an HTTP/1.1 connection, and what it has to end with: see {@code http1-framing.tsv}.
 *
 * @param expected the statuses of the answers, then open or close
 * @param line the bytes, as the file has them
 */
public record FramingCase(String expected, String line) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([rnt0]))");
  private static final String CANARY = "canary";

  /** All cases. */
  public static List<FramingCase> all() {
    try (InputStream in =
        FramingCase.class.getResourceAsStream("/harbor/kit/bff/http1-framing.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .map(parts -> new FramingCase(parts[0], parts[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it, a request after it, and says what the connection ended with. */
  public String ending(int port) throws IOException {
    List<String> ending = new ArrayList<>();
    try (Socket socket = RawHttp.open(port)) {
      socket.getOutputStream().write(bytes().getBytes(ISO_8859_1));
      socket.getOutputStream().write(get(CANARY).getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      boolean isHead = line.startsWith("HEAD ");
      while (!Objects.equals(ending.isEmpty() ? "" : ending.getLast(), "open")) {
        Answer answer = next(in, isHead);
        if (answer == null) {
          ending.add("close");
          break;
        }
        ending.add(said(answer));
      }
    }
    return String.join(" ", ending);
  }

  private static @Nullable Answer next(InputStream in, boolean isHead) throws IOException {
    try {
      return RawHttp.read(in, isHead);
    } catch (SocketException _) {
      // Bytes that nobody read make a close a reset.
      return null;
    } catch (AssertionError nothing) {
      if (String.valueOf(nothing.getMessage()).endsWith("''")) {
        return null;
      }
      return new Answer(-1, Map.of(), String.valueOf(nothing.getMessage()));
    }
  }

  private static String said(Answer answer) {
    if (answer.body().contains(CANARY)) {
      return "open";
    }
    return answer.optionalHeader("x-echo").isPresent()
        ? answer.status() + ":" + answer.body()
        : String.valueOf(answer.status());
  }

  private String bytes() {
    String text =
        line.replace("{get}", get("inner"))
            .replace("{h}", "Host: localhost|")
            .replace("{c}", "Transfer-Encoding: chunked|")
            .replace("|", "\r\n");
    return ESCAPE.matcher(text).replaceAll(FramingCase::escaped);
  }

  private static String escaped(MatchResult found) {
    String hex = found.group(1);
    char one =
        hex != null
            ? (char) Integer.parseInt(hex, 16)
            : switch (found.group(2)) {
              case "r" -> '\r';
              case "n" -> '\n';
              case "t" -> '\t';
              default -> '\0';
            };
    return Matcher.quoteReplacement(String.valueOf(one));
  }

  private static String get(String id) {
    return RawHttp.head("GET", "/things/" + id, "Accept: application/json");
  }

  @Override
  public String toString() {
    return line;
  }
}
