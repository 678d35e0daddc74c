package harbor.e2e.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All connections that a PostgreSQL has: nobody else gets one. Not safe for use by several threads.
 */
final class TakenConnections {
  private static final String NAME = "taken";
  private static final String TOO_MANY = "53300";

  private final String url;
  private final List<Connection> connections = new ArrayList<>();

  /** None yet, of this server. */
  TakenConnections(String url) {
    this.url = url + "&ApplicationName=" + NAME;
  }

  /** Takes all that are free, and then those of others, which end, until these have none. */
  void take() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              takeFree();
              return ended() == 0;
            });
  }

  private void takeFree() throws SQLException {
    try {
      while (true) {
        connections.add(DriverManager.getConnection(url));
      }
    } catch (SQLException e) {
      if (!TOO_MANY.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private int ended() throws SQLException {
    try (Statement statement = connections.getFirst().createStatement();
        ResultSet ended =
            statement.executeQuery(
                """
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND application_name <> '%s'
                """
                    .formatted(NAME))) {
      ended.next();
      return ended.getInt(1);
    }
  }

  /** Gives all of them back. */
  void giveBack() {
    try {
      for (Connection connection : connections) {
        connection.close();
      }
      connections.clear();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
