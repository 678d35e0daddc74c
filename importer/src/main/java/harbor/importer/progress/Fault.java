package harbor.importer.progress;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What is wrong with one value of a row.
 *
 * @param column whose value it is; {@code row} when it is about the whole row
 * @param value what stands there, shortened; empty when there is nothing
 * @param problem what is wrong, without the value, so that rows with the same problem can be
 *     counted together
 * @param advice what the merchant can do
 */
public record Fault(String column, String value, String problem, String advice) {
  /** The column of what is wrong with a row as a whole. */
  public static final String ROW = "row";

  private static final int MAX_VALUE = 80;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\s]+");

  public Fault {
    value = shortened(value.strip());
  }

  private static String shortened(String value) {
    String line = BREAKS.matcher(value).replaceAll(" ");
    if (line.length() <= MAX_VALUE) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(MAX_VALUE - 1)) ? MAX_VALUE - 1 : MAX_VALUE;
    return line.substring(0, end) + "...";
  }

  /** One sentence for people. */
  public String sentence() {
    return value.isEmpty()
        ? "%s %s; %s".formatted(column, problem, advice)
        : "%s '%s' %s; %s".formatted(column, value, problem, advice);
  }

  /** Several faults of one row in one sentence. */
  public static String sentences(List<Fault> faults) {
    return faults.stream().map(Fault::sentence).collect(joining("; "));
  }

  /** What rows with the same problem have in common. */
  public String kind() {
    return "%s %s".formatted(column, problem);
  }
}
