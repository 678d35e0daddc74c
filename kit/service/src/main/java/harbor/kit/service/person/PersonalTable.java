package harbor.kit.service.person;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The rule of one table: what of a person is in it, and what becomes of that at their erasure. A
 * table without a rule fails the contract of core services. Columns of audit ({@code created_by},
 * {@code updated_by}) need no rule: an erased person's name in them becomes {@value #ERASED}
 * everywhere.
 *
 * @param name of the table
 * @param whose how rows of a person are known; empty: there are none
 * @param emptied columns that get their default at an erasure; the rest of the row then stays
 * @param keeps whether rows stay at an erasure; otherwise they go
 * @param assessments internal columns, with what each is for: all that an export says of them
 * @param identifying columns by whose values the person can be found elsewhere
 */
public record PersonalTable(
    String name,
    Optional<Whose> whose,
    List<String> emptied,
    boolean keeps,
    SequencedMap<String, String> assessments,
    List<String> identifying) {
  /** Stands in place of a person who was erased. */
  public static final String ERASED = "user:erased";

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");

  /** How rows of a person are known. */
  public sealed interface Whose {
    /** By a column that holds {@code user:<id>} or the id alone. */
    record Subject(String column) implements Whose {}

    /** By a row of a table that was declared before, with the same value in a column. */
    record PartOf(String table, String column) implements Whose {}
  }

  /** Copies, and checks the names: they become SQL. */
  public PersonalTable {
    emptied = List.copyOf(emptied);
    assessments = new LinkedHashMap<>(assessments);
    identifying = List.copyOf(identifying);
    check(name);
    emptied.forEach(PersonalTable::check);
    assessments.keySet().forEach(PersonalTable::check);
    identifying.forEach(PersonalTable::check);
    whose.ifPresent(
        how -> {
          switch (how) {
            case Whose.Subject(String column) -> check(column);
            case Whose.PartOf(String table, String column) -> {
              check(table);
              check(column);
            }
          }
        });
  }

  /** A table in which nobody is. */
  public static PersonalTable none(String name) {
    return new PersonalTable(
        name, Optional.empty(), List.of(), false, new LinkedHashMap<>(), List.of());
  }

  /** Rows of one person each, who is named by a column; they go with the person. */
  public static PersonalTable of(String name, String subjectColumn) {
    return of(name, new Whose.Subject(subjectColumn));
  }

  /**
   * Rows that belong to rows of another table, and go with the person too.
   *
   * @param table declared before
   * @param column has the same name in both
   */
  public static PersonalTable partOf(String name, String table, String column) {
    return of(name, new Whose.PartOf(table, column));
  }

  private static PersonalTable of(String name, Whose whose) {
    return new PersonalTable(
        name, Optional.of(whose), List.of(), false, new LinkedHashMap<>(), List.of());
  }

  /** The rows stay as they are: those that they are part of name the person no more. */
  public PersonalTable kept() {
    return keptWithout();
  }

  /**
   * The rows stay, without the person: whose they are becomes {@value #ERASED}, and these columns
   * get their default.
   */
  public PersonalTable keptWithout(String... columns) {
    return new PersonalTable(name, whose, List.of(columns), true, assessments, identifying);
  }

  /** An internal column: an export says that it exists and what it is for. */
  public PersonalTable assessment(String column, String purpose) {
    SequencedMap<String, String> all = new LinkedHashMap<>(assessments);
    all.put(column, purpose);
    return new PersonalTable(name, whose, emptied, keeps, all, identifying);
  }

  /** Columns by whose values the person can be found elsewhere, like a mail address. */
  public PersonalTable identifiedBy(String... columns) {
    return new PersonalTable(name, whose, emptied, keeps, assessments, List.of(columns));
  }

  /** All columns that the rule names. */
  public List<String> columns() {
    LinkedHashMap<String, Boolean> all = new LinkedHashMap<>();
    whose.ifPresent(
        how ->
            all.put(
                switch (how) {
                  case Whose.Subject(String column) -> column;
                  case Whose.PartOf(_, String column) -> column;
                },
                true));
    emptied.forEach(column -> all.put(column, true));
    assessments.keySet().forEach(column -> all.put(column, true));
    identifying.forEach(column -> all.put(column, true));
    return List.copyOf(all.keySet());
  }

  /** What becomes of it at an erasure, in words. */
  public String erasure() {
    if (whose.isEmpty()) {
      return "nobody is here";
    }
    if (!keeps) {
      return "rows are deleted";
    }
    return (whose.get() instanceof Whose.Subject ? "rows stay for `" + ERASED + "`" : "rows stay")
        + emptiedInWords();
  }

  private String emptiedInWords() {
    return emptied.isEmpty() ? "" : " without `" + String.join("`, `", emptied) + "`";
  }

  private static void check(String identifier) {
    if (!IDENTIFIER.matcher(identifier).matches()) {
      throw new IllegalArgumentException(
          "%s: malformed (expected: %s)".formatted(identifier, IDENTIFIER.pattern()));
    }
  }

  /** Rules by the names of their tables. */
  static Map<String, PersonalTable> byName(List<PersonalTable> tables) {
    Map<String, PersonalTable> all = new LinkedHashMap<>();
    for (PersonalTable table : tables) {
      if (table.whose().orElse(null) instanceof Whose.PartOf(String parent, _)
          && !all.containsKey(parent)) {
        throw new IllegalArgumentException(
            "%s: part of %s (expected: a table that was declared before)"
                .formatted(table.name(), parent));
      }
      if (all.put(table.name(), table) != null) {
        throw new IllegalArgumentException(table.name() + ": declared twice");
      }
    }
    return all;
  }
}
