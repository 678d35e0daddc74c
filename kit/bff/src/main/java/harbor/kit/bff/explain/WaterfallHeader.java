package harbor.kit.bff.explain;

import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Waterfall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A {@link Waterfall} as lines of a header: a list of tokens with parameters (RFC 9651, section
 * 3.1), ASCII, {@value #MAX_BYTES} bytes at most with the header's name on each line. The first one
 * is the request itself; times are milliseconds from its arrival.
 */
final class WaterfallHeader {
  /** Proxies have little room for the head of an answer, often 4 KiB. */
  static final int MAX_BYTES = 3 * 1024;

  /** Colon, space and the end of the line. */
  private static final int AROUND_LINE = 4;

  private static final int MAX_TOKEN = 64;
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9_.:-]");

  private WaterfallHeader() {}

  /**
   * The lines.
   *
   * @param arrivedAt when the request did, by the clock of its calls, in nanoseconds
   * @param now the end of what the first line tells of, by the same clock
   */
  static List<String> lines(Waterfall waterfall, long arrivedAt, long now) {
    List<String> lines = new ArrayList<>();
    int calls = waterfall.calls();
    String head = "request;end=%s;calls=%d".formatted(millis(now - arrivedAt), calls);
    int room = MAX_BYTES - size(head + ";omitted=" + calls);
    for (Waterfall.Bar bar : waterfall.bars()) {
      String line = line(bar, arrivedAt, now);
      room -= size(line);
      if (room < 0) {
        break;
      }
      lines.add(line);
    }
    int omitted = calls - lines.size();
    lines.addFirst(omitted == 0 ? head : head + ";omitted=" + omitted);
    return lines;
  }

  private static String line(Waterfall.Bar bar, long arrivedAt, long now) {
    Miss miss = bar.run().miss();
    StringBuilder line = new StringBuilder(token(bar.run().call().name()));
    add(line, "plan", token(bar.run().plan().name()));
    if (bar.run().call().isCritical()) {
      line.append(";critical");
    }
    add(line, "start", millis(bar.startedAt() - arrivedAt));
    if (bar.isSettled()) {
      add(line, "end", millis(bar.endedAt().orElse(now) - arrivedAt));
    }
    add(line, "outcome", bar.outcome());
    if (bar.isSettled() && bar.run().isAnswered()) {
      add(line, "from", bar.run().answeredBy().label());
    }
    // Of a fault of our own it would be the name of a class.
    if (miss != null && miss.bug() == null && !miss.reason().isEmpty()) {
      add(line, "reason", token(miss.reason()));
    }
    add(line, "tries", Integer.toString(bar.run().tries()));
    if (bar.run().isHedged()) {
      line.append(";hedge");
    }
    return line.toString();
  }

  private static void add(StringBuilder line, String name, String value) {
    line.append(';').append(name).append('=').append(value);
  }

  private static int size(String line) {
    return ExplainKey.HEADER.length() + AROUND_LINE + line.length();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }

  /** What others say becomes one: a letter first, no mark that means something here. */
  private static String token(String text) {
    String cut = text.length() > MAX_TOKEN ? text.substring(0, MAX_TOKEN) : text;
    String marked = NO_TOKEN.matcher(cut).replaceAll("_");
    boolean isToken = !marked.isEmpty() && Character.isLetter(marked.charAt(0));
    return isToken ? marked : "x" + marked;
  }
}
