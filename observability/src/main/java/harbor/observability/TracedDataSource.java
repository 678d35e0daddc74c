package harbor.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that make a CLIENT span of each statement, for a caller whose span is recorded; any
 * other caller gets the plain connection, which costs nothing.
 *
 * <p>So a connection has to be taken inside the span that its statements belong to, as a core
 * service does for each transaction, and background work without a span makes no traces of single
 * statements.
 */
final class TracedDataSource implements DataSource {
  private final DataSource plain;
  private final DataSource traced;

  TracedDataSource(DataSource plain, OpenTelemetry openTelemetry) {
    this.plain = plain;
    this.traced =
        JdbcTelemetry.builder(openTelemetry)
            .setDataSourceInstrumenterEnabled(false)
            .setTransactionInstrumenterEnabled(false)
            .setQuerySanitizationEnabled(true)
            .setCaptureQueryParameters(false)
            .build()
            .wrap(plain);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return chosen().getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return chosen().getConnection(user, password);
  }

  private DataSource chosen() {
    return Span.current().isRecording() ? traced : plain;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return plain.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    plain.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    plain.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return plain.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(TracedDataSource.class.getPackageName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(plain) ? type.cast(plain) : plain.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(plain) || plain.isWrapperFor(type);
  }
}
