package harbor.observability;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that looks like PostgreSQL and answers any statement with no rows; one that
 * contains "missing" fails, and one that contains "pg_sleep" is cancelled.
 */
final class FakeDatabase {
  private FakeDatabase() {}

  static DataSource dataSource() {
    return fake(
        DataSource.class,
        (proxy, method, args) ->
            method.getName().equals("getConnection") ? connection() : nothing(method));
  }

  private static Connection connection() {
    return fake(
        Connection.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "prepareStatement" -> statement(PreparedStatement.class, (String) args[0]);
              case "createStatement" -> statement(Statement.class, "");
              case "getMetaData" -> metadata();
              case "isValid" -> true;
              default -> nothing(method);
            });
  }

  private static DatabaseMetaData metadata() {
    return fake(
        DatabaseMetaData.class,
        (proxy, method, args) ->
            method.getName().equals("getURL")
                ? "jdbc:postgresql://db.internal:5432/harbor?currentSchema=catalog"
                : nothing(method));
  }

  private static <T extends Statement> T statement(Class<T> type, String prepared) {
    return fake(
        type,
        (proxy, method, args) -> {
          if (!method.getName().startsWith("execute")) {
            return nothing(method);
          }
          String sql = args == null ? prepared : (String) args[0];
          if (sql.contains("missing")) {
            throw new SQLException("Key (email)=(secret@example.org) is missing", "23503");
          }
          if (sql.contains("pg_sleep")) {
            throw new SQLException("canceling statement due to user request", "57014");
          }
          return method.getName().equals("executeQuery")
              ? fake(ResultSet.class, (result, call, none) -> nothing(call))
              : nothing(method);
        });
  }

  private static @Nullable Object nothing(java.lang.reflect.Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 0 : null;
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
