package harbor.kit.service.table;

import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How PostgreSQL would read pages of a table: whether an index gives the rows of each order, and
 * those of each filter. Without the choice to read the whole table or to sort, a plan that does so
 * all the same shows that an index is missing; so an empty table will do.
 */
public final class TablePlans {
  private static final Pattern WHOLE = Pattern.compile("Seq Scan on (\\w+)");

  private static final Pattern PLANS = Pattern.compile("(?m)^(?=Limit )");

  private TablePlans() {}

  /**
   * The orders and filters of a table that no index serves.
   *
   * @param big tables that must not be read as a whole
   */
  public static List<String> withoutIndex(Handle handle, Table<?> table, String... big) {
    handle.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off");
    List<String> missing = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.sorts()) {
        for (boolean descending : List.of(false, true)) {
          TableQuery query =
              TableQuery.newBuilder().setSort(column.name()).setDescending(descending).build();
          String plan = plan(handle, table, query);
          if (isWhole(plan, big) || isSorted(plan)) {
            missing.add("sort by " + column.name() + "\n" + plan);
          }
        }
      }
      for (TableOperator operator : column.filters()) {
        String plan = plan(handle, table, query(column, operator));
        if (isWhole(plan, big)) {
          missing.add("filter by " + column.name() + "\n" + plan);
        }
      }
    }
    return missing;
  }

  /** How one page would be read: the output of EXPLAIN for each of its statements. */
  public static String plan(Handle handle, Table<?> table, TableQuery query) {
    return table.statements(query).stream()
        .flatMap(
            statement ->
                statement
                    .query(handle, "EXPLAIN " + statement.sql(), 51)
                    .mapTo(String.class)
                    .list()
                    .stream())
        .collect(Collectors.joining("\n"));
  }

  private static TableQuery query(Column column, TableOperator operator) {
    TableFilter filter =
        TableFilter.newBuilder()
            .setColumn(column.name())
            .setOperator(operator)
            .addValues(value(column))
            .build();
    return TableQuery.newBuilder().addFilters(filter).build();
  }

  /** Whether rows are sorted; what is listed within a row, in a plan below, may be. */
  private static boolean isSorted(String plan) {
    return PLANS
        .splitAsStream(plan)
        .map(one -> one.replaceFirst("(?s)SubPlan.*", ""))
        .anyMatch(one -> one.contains("Sort Key"));
  }

  private static boolean isWhole(String plan, String... big) {
    return WHOLE.matcher(plan).results().anyMatch(found -> List.of(big).contains(found.group(1)));
  }

  private static String value(Column column) {
    return switch (column.kind()) {
      case TEXT -> "x";
      case NUMBER -> "7";
      case FLAG -> "true";
      case TIME -> "2027-03-01T00:00:00Z";
      case DAY -> "2027-03-01";
    };
  }
}
