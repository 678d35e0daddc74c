package harbor.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in the files of alert rules and their tests, read by their indentation. */
final class AlertRules {
  static final Path FOLDER = Path.of("prometheus");

  private static final Pattern EXPRESSION =
      Pattern.compile("(?m)^ {8}expr: (\\|\\n(?: {10}.*\\n)+|.*\\n)");
  private static final Pattern RECORD = Pattern.compile("(?m)^ {6}- record: (\\S+)$");
  private static final Pattern ALERT =
      Pattern.compile("(?m)^ {6}- alert: (\\w+)\\n(?: {8}.*\\n)*? {10}runbook: (\\S+)$");
  private static final Pattern NAME = Pattern.compile("(?m)^ {6}- alert: (\\w+)$");
  private static final Pattern FIRING =
      Pattern.compile("alertname: (\\w+)\\n *eval_time: .*\\n *exp_alerts:\\n");
  private static final Pattern QUIET =
      Pattern.compile("alertname: (\\w+)\\n *eval_time: .*\\n *exp_alerts: \\[]\\n");

  private AlertRules() {}

  /** An alert and the place in the runbook that it links. */
  record Link(String alert, String runbook) {}

  static String rules() throws IOException {
    return Files.readString(FOLDER.resolve("alerts.yml"));
  }

  static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".test.yml")).sorted().toList();
    }
  }

  static List<String> expressions(String rules) {
    return found(EXPRESSION, rules).toList();
  }

  static Set<String> records(String rules) {
    return found(RECORD, rules).collect(Collectors.toSet());
  }

  static List<String> alerts(String rules) {
    return found(NAME, rules).toList();
  }

  /** What stands there of an alert; empty when there is none of this name. */
  static String rule(String rules, String alert) {
    int begin = rules.indexOf("- alert: " + alert + "\n");
    int end = rules.indexOf("\n\n", begin);
    return begin < 0 ? "" : rules.substring(begin, end < 0 ? rules.length() : end);
  }

  static List<Link> links(String rules) {
    return ALERT
        .matcher(rules)
        .results()
        .map(found -> new Link(found.group(1), found.group(2)))
        .toList();
  }

  /** Alerts without a test in which they fire, or without one in which they do not. */
  static List<String> untested(String rules, String tests) {
    Set<String> firing = found(FIRING, tests).collect(Collectors.toSet());
    Set<String> quiet = found(QUIET, tests).collect(Collectors.toSet());
    return alerts(rules).stream()
        .filter(alert -> !firing.contains(alert) || !quiet.contains(alert))
        .toList();
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }
}
