package harbor.kit.service.database;

import harbor.kit.service.row.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What rows of a table say, and the columns of rows that are sent as arrays. */
public final class Rows {
  private Rows() {}

  /** The audit columns, which every table has. */
  public static Audit audit(ResultSet row) throws SQLException {
    return new Audit(
        instant(row, "created_at"),
        row.getString("created_by"),
        instant(row, "updated_at"),
        row.getString("updated_by"),
        row.getLong("version"));
  }

  /** A column of type {@code timestamptz} that is not null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** A column of type {@code text[]} that is not null. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  /** One column of many rows, to be bound as an array. */
  public static <R, T> List<T> column(Collection<R> rows, Function<? super R, T> of) {
    return rows.stream().map(of).toList();
  }

  /**
   * Texts as one text that the server casts to {@code text[]}: an array of arrays of different
   * lengths cannot be bound.
   */
  public static String arrayLiteral(List<String> texts) {
    return texts.stream()
        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
