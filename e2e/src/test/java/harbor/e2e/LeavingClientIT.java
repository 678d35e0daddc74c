package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.kit.service.database.TestDatabase;
import io.grpc.ManagedChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeavingClientIT {
  private static final Store STORE = RunningStore.get();

  @Test
  void sql_endsInTheDatabase_whenTheClientLeaves() throws SQLException {
    ManagedChannel channel = STORE.core("catalog");
    try (Connection locker = DriverManager.getConnection(STORE.databaseUrl());
        Statement lock = locker.createStatement()) {
      locker.setAutoCommit(false);
      lock.execute("LOCK TABLE catalog.products IN ACCESS EXCLUSIVE MODE");
      ListenableFuture<GetProductResponse> asked =
          CatalogServiceGrpc.newFutureStub(channel)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .getProduct(GetProductRequest.newBuilder().setProductId("HB1001").build());
      await().until(() -> waiting() == 1);

      assertThat(asked.cancel(true)).isTrue();

      await().until(() -> waiting() == 0);
      locker.rollback();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void page_isRefusedWithinItsBudget_andLeavesNoSql_whenTheTableIsLocked() throws SQLException {
    try (Connection locker = DriverManager.getConnection(STORE.databaseUrl());
        Statement lock = locker.createStatement()) {
      locker.setAutoCommit(false);
      lock.execute("LOCK TABLE catalog.products IN ACCESS EXCLUSIVE MODE");

      int status = Http.get(STORE.web("/web/products/HB1001")).statusCode();

      assertThat(status).isEqualTo(504);
      await().until(() -> waiting() == 0);
      locker.rollback();
    }
  }

  /**
   * Reads that wait, but not the one of the timer that asks when a product expires. On a connection
   * of its own: within one transaction a session is always seen with the statement that it had at
   * first.
   */
  private static int waiting() throws SQLException {
    try (Connection connection = DriverManager.getConnection(STORE.databaseUrl());
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'harbor-catalog'"
                    + " AND wait_event_type = 'Lock' AND query NOT LIKE 'SELECT ceil(%'"
                    + " AND query !~* '"
                    + TestDatabase.WRITES
                    + "'")) {
      count.next();
      return count.getInt(1);
    }
  }
}
