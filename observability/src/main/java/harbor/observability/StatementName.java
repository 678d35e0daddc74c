package harbor.observability;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a statement that reads or changes several tables: the verb of what it changes,
 * otherwise {@code SELECT}, and the tables in the order in which it names them, as in {@code UPDATE
 * orders.outbox, orders.sagas}; without a table the function that it calls, as in {@code SELECT
 * pg_advisory_xact_lock}. What a {@code WITH} defines is no table.
 */
final class StatementName {
  private static final int MAX_TABLES = 4;
  private static final Pattern DEFINED =
      Pattern.compile(
          "(?:\\bwith(?:\\s+recursive)?|,)\\s+(\\w+)\\s*(?:\\([^()]*\\))?\\s*\\bas\\b"
              + "\\s*(?:not\\s+)?(?:materialized\\s*)?\\(",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?<!distinct\\s)(?<!extract\\(\\w{1,12}\\s)(?:from|join)\\s+(?:only\\s+)?([a-z_][\\w.]*+)(?!\\s*\\()"
              + "|\\b(?:into|update)\\s+([a-z_][\\w.]*+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FUNCTION =
      Pattern.compile(
          "^\\s*select\\s+(?:\\S+\\s+from\\s+)?([a-z_][\\w.]*)\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHANGE =
      Pattern.compile(
          "(?<!for\\s|do\\s|key\\s)\\b(insert(?=\\s+into)|update(?=\\s+\\w)|delete(?=\\s+from))\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> NO_TABLES =
      Set.of("select", "set", "lateral", "skip", "nowait", "unnest", "values", "of");

  private StatementName() {}

  /** Empty when the statement names no table and begins with no call of a function. */
  static Optional<String> of(String text) {
    Set<String> defined = new HashSet<>();
    for (Matcher name = DEFINED.matcher(text); name.find(); ) {
      defined.add(name.group(1).toLowerCase(Locale.ROOT));
    }
    Set<String> tables = new LinkedHashSet<>();
    for (Matcher table = TABLE.matcher(text); table.find(); ) {
      String found = table.group(1) == null ? table.group(2) : table.group(1);
      String name = found.toLowerCase(Locale.ROOT);
      if (!defined.contains(name) && !NO_TABLES.contains(name)) {
        tables.add(name);
      }
    }
    return tables.isEmpty() ? function(text) : Optional.of(verb(text) + ' ' + joined(tables));
  }

  private static Optional<String> function(String text) {
    Matcher called = FUNCTION.matcher(text);
    return called.find()
        ? Optional.of("SELECT " + called.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static String verb(String text) {
    Matcher change = CHANGE.matcher(text);
    return change.find() ? change.group(1).toUpperCase(Locale.ROOT) : "SELECT";
  }

  private static String joined(Set<String> tables) {
    String names = tables.stream().limit(MAX_TABLES).collect(Collectors.joining(", "));
    return tables.size() > MAX_TABLES ? names + ", ..." : names;
  }
}
