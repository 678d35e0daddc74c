package harbor.kit.service.table;

import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Rows;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One filter of a request, read and checked.
 *
 * @param values each written in the one way, sorted
 */
record Condition(Column column, TableOperator operator, List<String> values) {
  private static final int MAX_VALUES = 20;

  /** Behind every text that begins with it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** Copies the list. */
  Condition {
    values = List.copyOf(values);
  }

  static Condition read(Table<?> table, TableFilter filter) {
    Column column =
        table
            .column(filter.getColumn())
            .filter(known -> known.filters().contains(filter.getOperator()))
            .orElseThrow(
                () -> invalid("no column that can be filtered so", filter.getColumn(), "another"));
    boolean isList = filter.getOperator() == TableOperator.TABLE_OPERATOR_ONE_OF;
    int max = isList ? MAX_VALUES : 1;
    if (filter.getValuesCount() < 1 || filter.getValuesCount() > max) {
      throw invalid(
          filter.getValuesCount() + " values", column.name(), max == 1 ? "one" : "1 to " + max);
    }
    Stream<String> values = filter.getValuesList().stream().map(value -> value(column, value));
    return new Condition(column, filter.getOperator(), values.distinct().sorted().toList());
  }

  private static String value(Column column, String value) {
    try {
      return column.kind().canonical(value);
    } catch (IllegalArgumentException _) {
      throw invalid("a value that is none", column.name(), column.kind().expected());
    }
  }

  private static Failure invalid(String what, String column, String expected) {
    return Failure.invalidArgument(
        "INVALID_FILTER",
        "query.filters: %s: %s (expected: %s).".formatted(column, what, expected));
  }

  /** What it means, for the question of a page token. */
  String meaning() {
    String text = operator == TableOperator.TABLE_OPERATOR_PREFIX ? lower() : "";
    return "%s %d %s"
        .formatted(column.name(), operator.getNumber(), text.isEmpty() ? values : text);
  }

  /** SQL with one or two parameters, which are called so. */
  String sql(String name) {
    String type = column.kind().type();
    String value = "CAST(:%s AS %s)".formatted(name, type);
    String list = "CAST(:%s AS %s[])".formatted(name, type);
    return switch (operator) {
      case TABLE_OPERATOR_ONE_OF ->
          isList()
              ? (column.oneOf().isEmpty() ? column.sql() + " = ANY (%s)" : column.oneOf())
                  .formatted(list)
              : column.sql() + " = " + value;
      case TABLE_OPERATOR_MIN -> column.sql() + " >= " + value;
      case TABLE_OPERATOR_MAX -> column.sql() + " <= " + value;
      case TABLE_OPERATOR_PREFIX ->
          "(%s >= %s AND %s < CAST(:%s_end AS text))"
              .formatted(column.sql(), value, column.sql(), name);
      case TABLE_OPERATOR_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("operator");
    };
  }

  /** One value alone is compared by itself: the order of an index that begins with it stays. */
  private boolean isList() {
    return values.size() > 1 || !column.oneOf().isEmpty();
  }

  /** Adds its parameters. */
  void bind(String name, Parameters to) {
    if (operator == TableOperator.TABLE_OPERATOR_PREFIX) {
      to.put(name, lower());
      to.put(name + "_end", lower() + LAST);
    } else {
      to.put(name, isList() ? Rows.arrayLiteral(values) : values.getFirst());
    }
  }

  private String lower() {
    return values.getFirst().toLowerCase(Locale.ROOT);
  }

  /** Takes parameters of a statement. */
  @FunctionalInterface
  interface Parameters {
    /** One of them. */
    void put(String name, Object value);
  }
}
