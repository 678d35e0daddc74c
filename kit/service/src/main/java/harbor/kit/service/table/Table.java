package harbor.kit.service.table;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.database.Database;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A table as administrators read it: one declaration says which columns may be filtered and sorted
 * by, and gives pages by keyset, so that the thousandth costs what the first does. A column that is
 * not declared cannot be asked for. Immutable.
 *
 * <p>Rows come in the order of a column and, where that is equal, of the key; descending is the
 * same backwards. Rows without the value come last either way.
 *
 * @param <R> a row
 */
public final class Table<R> {
  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 200;
  private static final int MAX_FILTERS = 20;

  private final String name;
  private final String select;
  private final String from;
  private final RowMapper<R> mapper;
  private final Column key;
  private final List<Column> columns;
  private final Column usual;
  private final boolean isUsuallyDescending;

  /** The parts of a declaration. */
  private Table(
      String name,
      String select,
      String from,
      RowMapper<R> mapper,
      Column key,
      List<Column> columns,
      Column usual,
      boolean isUsuallyDescending) {
    this.name = name;
    this.select = select;
    this.from = from;
    this.mapper = mapper;
    this.key = key;
    this.columns = List.copyOf(columns);
    this.usual = usual;
    this.isUsuallyDescending = isUsuallyDescending;
  }

  /**
   * A table whose rows are sorted by their key.
   *
   * @param name of the list in page tokens, for instance {@code orders.orders}
   * @param select the columns that the mapper reads
   * @param from what stands behind FROM
   * @param key tells all rows apart
   */
  public static <R> Table<R> of(
      String name, String select, String from, RowMapper<R> mapper, Column key, Column... columns) {
    Column sorts = key.filtered().sorted();
    return new Table<>(
        name,
        select,
        from,
        mapper,
        sorts,
        Stream.concat(Stream.of(sorts), Stream.of(columns)).toList(),
        sorts,
        false);
  }

  /** The same, whose own order begins with the greatest value of a column. */
  public Table<R> latestBy(String column) {
    return new Table<>(
        name, select, from, mapper, key, columns, column(column).orElseThrow(), true);
  }

  /** The same, whose own order begins with the least value of a column. */
  public Table<R> sortedBy(String column) {
    return new Table<>(
        name, select, from, mapper, key, columns, column(column).orElseThrow(), false);
  }

  /** The same in this database, each page read in a transaction of its own. */
  public TablePages<R> in(Database database) {
    return (query, pageSize, pageToken) ->
        database.read(handle -> page(handle, query, pageSize, pageToken));
  }

  /** A column that is declared. */
  Optional<Column> column(String named) {
    return columns.stream().filter(column -> column.name().equals(named)).findFirst();
  }

  List<Column> columns() {
    return columns;
  }

  /** A row and its place. */
  private record Found<R>(R row, Place place) {}

  /**
   * One page, read within a transaction of one moment.
   *
   * @param pageSize 1 to 200; 0 means 50
   * @param pageToken that a page gave; empty: the first one
   */
  public Page<R> page(Handle handle, TableQuery query, int pageSize, String pageToken) {
    Question question = question(query);
    int size = Requests.pageSize(pageSize, DEFAULT_SIZE, MAX_SIZE);
    PageToken tokens = question.tokens();
    String key = tokens.key(pageToken);
    Optional<Place> after =
        key.isEmpty() ? Optional.empty() : Optional.of(Place.parse(question.sort(), this.key, key));
    List<Found<R>> found = new ArrayList<>();
    for (Statement statement : statements(question, after)) {
      if (found.size() <= size) {
        found.addAll(statement.read(handle, size + 1 - found.size()));
      }
    }
    Page<Found<R>> page = tokens.page(found, size, row -> row.place().text());
    return new Page<>(page.rows().stream().map(Found::row).toList(), page.nextToken());
  }

  /** What is asked, checked. */
  private record Question(
      String table, List<Condition> conditions, Column sort, boolean isDescending) {

    PageToken tokens() {
      Stream<String> filters = conditions.stream().map(Condition::meaning).sorted();
      return PageToken.of(
          table,
          Stream.concat(Stream.of(sort.name(), Boolean.toString(isDescending)), filters)
              .toArray(String[]::new));
    }
  }

  private Question question(TableQuery query) {
    if (query.getFiltersCount() > MAX_FILTERS) {
      throw Failure.invalidArgument(
          "INVALID_FILTER",
          "query.filters: %d (expected: at most %d)."
              .formatted(query.getFiltersCount(), MAX_FILTERS));
    }
    List<Condition> conditions = new ArrayList<>();
    for (TableFilter filter : query.getFiltersList()) {
      conditions.add(Condition.read(this, filter));
    }
    if (query.getSort().isEmpty()) {
      return new Question(name, conditions, usual, isUsuallyDescending);
    }
    Column sort =
        column(query.getSort())
            .filter(Column::sorts)
            .orElseThrow(
                () ->
                    Failure.invalidArgument(
                        "INVALID_SORT", "query.sort: no column that sorts (expected: another)."));
    return new Question(name, conditions, sort, query.getDescending());
  }

  /** The rows of one part of the order. */
  final class Statement {
    private final Question question;
    private final @Nullable Place after;
    private final boolean isOfAbsent;

    private Statement(Question question, @Nullable Place after, boolean isOfAbsent) {
      this.question = question;
      this.after = after;
      this.isOfAbsent = isOfAbsent;
    }

    String sql() {
      Column sort = question.sort();
      boolean isByKey = isOfAbsent || sort.equals(key);
      String direction = question.isDescending() ? " DESC" : "";
      String beyond = question.isDescending() ? " < " : " > ";
      List<String> conditions = new ArrayList<>();
      for (int i = 0; i < question.conditions().size(); i++) {
        conditions.add(question.conditions().get(i).sql("filter_" + i));
      }
      if (sort.isNullable()) {
        conditions.add(sort.sql() + (isOfAbsent ? " IS NULL" : " IS NOT NULL"));
      }
      if (after != null) {
        String keyAfter = "CAST(:key AS %s)".formatted(key.kind().type());
        conditions.add(
            isByKey
                ? key.sql() + beyond + keyAfter
                : "(%s, %s)%s(CAST(:place AS %s), %s)"
                    .formatted(sort.sql(), key.sql(), beyond, sort.kind().type(), keyAfter));
      }
      return """
      SELECT %s, %s AS table_place, %s AS table_key
      FROM %s
      %s
      ORDER BY %s
      LIMIT :limit
      """
          .formatted(
              select,
              sort.kind().text(sort.sql()),
              key.kind().text(key.sql()),
              from,
              conditions.isEmpty() ? "" : "WHERE " + String.join("\n  AND ", conditions),
              // Also where the value is absent: an index of both gives that order.
              sort.equals(key)
                  ? key.sql() + direction
                  : sort.sql() + direction + ", " + key.sql() + direction);
    }

    /** The same with its parameters. */
    Query query(Handle handle, String sql, int limit) {
      Query query = handle.createQuery(sql).bind("limit", limit);
      for (int i = 0; i < question.conditions().size(); i++) {
        question.conditions().get(i).bind("filter_" + i, (name, value) -> query.bind(name, value));
      }
      if (after != null) {
        query.bind("key", after.key());
        if (after.value() != null && !isOfAbsent && !question.sort().equals(key)) {
          query.bind("place", after.value());
        }
      }
      return query;
    }

    private List<Found<R>> read(Handle handle, int limit) {
      return query(handle, sql(), limit).map((row, ctx) -> found(row, mapper.map(row, ctx))).list();
    }

    private Found<R> found(ResultSet row, R read) throws SQLException {
      return new Found<>(read, new Place(row.getString("table_place"), row.getString("table_key")));
    }
  }

  /** The statements of a question: rows with the value that sorts, then those without. */
  List<Statement> statements(TableQuery query) {
    return statements(question(query), Optional.empty());
  }

  private List<Statement> statements(Question question, Optional<Place> after) {
    Statement present = new Statement(question, after.orElse(null), false);
    if (!question.sort().isNullable()) {
      return List.of(present);
    }
    boolean isAtAbsent = after.isPresent() && after.get().value() == null;
    return isAtAbsent
        ? List.of(new Statement(question, after.get(), true))
        : List.of(present, new Statement(question, null, true));
  }
}
