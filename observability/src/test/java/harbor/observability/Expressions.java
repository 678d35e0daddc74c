package harbor.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which metrics and labels an expression of Prometheus asks for. */
final class Expressions {
  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z_]+");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s?\\(([^)]*)\\)");

  /** A name that is not a function's, with its matchers. */
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:.$\\[])([a-zA-Z_][\\w:]*+)(?!\\s*\\()(?:\\{([^}]*)})?");

  /** Words of the language, and the one metric of Prometheus itself. */
  private static final Set<String> KNOWN = Set.of("and", "or", "unless", "offset", "bool", "up");

  private Expressions() {}

  /**
   * What it asks for that does not exist: metrics, labels of metrics, labels to group by.
   *
   * @param records names that rules record, whose labels are not known
   */
  static List<String> unknown(String expression, Set<String> records) {
    String text = STRING.matcher(expression).replaceAll("''");
    List<MatchResult> selectors =
        SELECTOR
            .matcher(GROUPING.matcher(text).replaceAll(" "))
            .results()
            .filter(found -> !KNOWN.contains(found.group(1)))
            .toList();
    List<String> unknown = new ArrayList<>();
    List<TelemetryName> asked = new ArrayList<>();
    for (MatchResult selector : selectors) {
      String metric = selector.group(1);
      Optional<TelemetryName> name = TelemetryName.of(metric);
      if (name.isPresent()) {
        asked.add(name.get());
        labels(selector.group(2))
            .filter(label -> !name.get().has(label))
            .forEach(label -> unknown.add(metric + "{" + label + "}"));
      } else if (!records.contains(metric)) {
        unknown.add(metric);
      }
    }
    if (asked.size() == selectors.size()) {
      GROUPING
          .matcher(text)
          .results()
          .flatMap(found -> labels(found.group(2)))
          .filter(label -> asked.stream().noneMatch(name -> name.has(label)))
          .forEach(label -> unknown.add("by (" + label + ")"));
    }
    return unknown;
  }

  private static Stream<String> labels(@Nullable String text) {
    return text == null ? Stream.of() : LABEL.matcher(text).results().map(MatchResult::group);
  }
}
