package harbor.kit.service.table;

import harbor.type.v1.TableOperator;
import java.util.EnumSet;
import java.util.Set;

/**
 * A column of a {@link Table}, and what may be asked of it. What it says as SQL is part of the
 * program; nothing of a request gets into it.
 *
 * @param name as requests say it, in snake_case
 * @param sql what it is, for instance {@code o.placed_at}; an index has the same expression
 * @param filters how it may be filtered
 * @param sorts whether rows may be sorted by it
 * @param isNullable whether a row may be without it; only matters to the order
 * @param oneOf the condition of {@code TABLE_OPERATOR_ONE_OF}, with {@code %s} in place of the
 *     array of values; empty: the column equals one of them
 */
public record Column(
    String name,
    Kind kind,
    String sql,
    Set<TableOperator> filters,
    boolean sorts,
    boolean isNullable,
    String oneOf) {

  /** Copies the set. */
  public Column {
    filters = Set.copyOf(filters);
  }

  /** A text. */
  public static Column text(String name) {
    return of(name, Kind.TEXT);
  }

  /** A whole number. */
  public static Column number(String name) {
    return of(name, Kind.NUMBER);
  }

  /** True or false. */
  public static Column flag(String name) {
    return of(name, Kind.FLAG);
  }

  /** An instant. */
  public static Column time(String name) {
    return of(name, Kind.TIME);
  }

  /** A date. */
  public static Column day(String name) {
    return of(name, Kind.DAY);
  }

  private static Column of(String name, Kind kind) {
    return new Column(name, kind, name, Set.of(), false, false, "");
  }

  /** The same, which is called otherwise in the database. */
  public Column as(String expression) {
    return new Column(name, kind, expression, filters, sorts, isNullable, oneOf);
  }

  /** The same; rows that equal one of some values can be asked for. */
  public Column filtered() {
    return with(TableOperator.TABLE_OPERATOR_ONE_OF);
  }

  /**
   * The same, filtered by what is not in the row itself.
   *
   * @param condition with {@code %s} in place of the array of values, for instance {@code id IN
   *     (SELECT order_id FROM lines WHERE product_id = ANY (%s))}
   */
  public Column filteredBy(String condition) {
    Column filtered = filtered();
    return new Column(name, kind, sql, filtered.filters, sorts, isNullable, condition);
  }

  /** The same; rows between two values can be asked for, both included. */
  public Column ranged() {
    return with(TableOperator.TABLE_OPERATOR_MIN, TableOperator.TABLE_OPERATOR_MAX);
  }

  /**
   * The same; rows that begin with a text can be asked for. Its expression is in lower case and
   * compared byte by byte, so that an index serves it.
   */
  public Column prefixed() {
    return with(TableOperator.TABLE_OPERATOR_PREFIX);
  }

  /** The same; rows can be sorted by it. */
  public Column sorted() {
    return new Column(name, kind, sql, filters, true, isNullable, oneOf);
  }

  /** The same, which a row may be without. */
  public Column nullable() {
    return new Column(name, kind, sql, filters, sorts, true, oneOf);
  }

  private Column with(TableOperator... operators) {
    EnumSet<TableOperator> all = EnumSet.noneOf(TableOperator.class);
    all.addAll(filters);
    all.addAll(Set.of(operators));
    return new Column(name, kind, sql, all, sorts, isNullable, oneOf);
  }
}
