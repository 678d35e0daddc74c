package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context.CancellableContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TracedDataSourceTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("catalog", spans);
  private final DataSource plain = FakeDatabase.dataSource();
  private final DataSource database = telemetry.traced(plain);
  private final Span call =
      telemetry.openTelemetry().getTracer("test").spanBuilder("call").startSpan();

  @AfterEach
  void stop() {
    telemetry.close();
  }

  @Test
  void statement_makesOneClientSpan_belowTheCall_withoutItsParameters() throws SQLException {
    try (var _ = call.makeCurrent()) {
      query("SELECT name, price FROM catalog.products WHERE id = ? AND region = 'secret-region'");
    }

    SpanData span = only();
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getParentSpanId()).isEqualTo(call.getSpanContext().getSpanId());
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getName()).isEqualTo("SELECT catalog.products");
    assertThat(span.toString())
        .contains("FROM catalog.products WHERE id = ? AND region = ?")
        .contains("postgresql")
        .doesNotContain("secret");
  }

  @Test
  void attributes_areThoseOfTheStableConventions() throws SQLException {
    try (var _ = call.makeCurrent()) {
      query("SELECT name FROM catalog.products WHERE id = ?");
    }

    assertThat(only().getAttributes().asMap().keySet())
        .extracting(AttributeKey::getKey)
        .contains("db.system.name", "db.operation.name", "db.collection.name", "db.query.text")
        .doesNotContain("db.user", "db.connection_string", "db.statement", "db.system");
    assertThat(only().getAttributes().get(AttributeKey.stringKey("db.query.summary")))
        .isEqualTo("SELECT catalog.products");
  }

  @Test
  void statementOfSeveralTables_isNamedByThem() throws SQLException {
    try (var _ = call.makeCurrent()) {
      query("WITH due AS (SELECT id FROM sagas) SELECT id FROM due UNION SELECT id FROM outbox");
    }

    assertThat(only().getName()).isEqualTo("SELECT sagas, outbox");
  }

  @Test
  void plainStatement_losesItsLiterals() throws SQLException {
    try (var _ = call.makeCurrent();
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE users SET email = 'secret@example.org' WHERE id = 42");
    }

    assertThat(only().toString()).contains("SET email = ? WHERE id = ?").doesNotContain("secret");
  }

  @Test
  void failedStatement_isAnError_withoutTheValuesInItsText() {
    try (var _ = call.makeCurrent()) {
      assertThatThrownBy(() -> query("SELECT 1 FROM missing")).isInstanceOf(SQLException.class);
    }

    SpanData span = only();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEmpty();
    assertThat(span.getEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getAttributes())
                    .isEqualTo(
                        Attributes.of(
                            AttributeKey.stringKey("exception.type"), "java.sql.SQLException")));
  }

  @Test
  void cancelledStatement_isNoError_whenItsClientHasLeft() {
    runIn(left(), "SELECT pg_sleep(60)");

    assertThat(only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(only().getAttributes().get(AttributeKey.booleanKey("harbor.cancelled"))).isTrue();
  }

  /** The counter-tests: another failure meanwhile, a time that is over, and a stranger's cancel. */
  @Test
  void failedStatement_isAnError_unlessItsClientHasLeft() {
    runIn(left(), "SELECT 1 FROM missing");
    runIn(late(), "SELECT pg_sleep(60)");
    runIn(io.grpc.Context.current(), "SELECT pg_sleep(60)");

    assertThat(spans.getFinishedSpanItems())
        .hasSize(3)
        .extracting(SpanData::getStatus)
        .containsOnly(StatusData.error());
    assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("harbor.cancelled");
  }

  private void runIn(io.grpc.Context rpc, String sql) {
    rpc.run(
        () -> {
          try (var _ = call.makeCurrent()) {
            assertThatThrownBy(() -> query(sql)).isInstanceOf(SQLException.class);
          }
        });
  }

  private static io.grpc.Context left() {
    CancellableContext rpc = io.grpc.Context.current().withCancellation();
    rpc.cancel(null);
    return rpc;
  }

  private static io.grpc.Context late() {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (timer) {
      return io.grpc.Context.current().withDeadlineAfter(-1, TimeUnit.SECONDS, timer);
    }
  }

  @Test
  void statementWithoutASpan_makesNone() throws SQLException {
    query("SELECT 1 FROM outbox");

    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void statementBelowASpanThatIsNotRecorded_makesNone() throws SQLException {
    try (var _ = Context.root().with(Span.wrap(call.getSpanContext())).makeCurrent()) {
      query("SELECT 1 FROM outbox");
    }

    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void connectionAndTransaction_makeNoSpans() throws SQLException {
    try (var _ = call.makeCurrent();
        Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.commit();
    }

    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void plainDataSource_isReachable() throws SQLException {
    assertThat(database.isWrapperFor(plain.getClass())).isTrue();
    assertThat((Object) database.unwrap(plain.getClass())).isSameAs(plain);
  }

  private void query(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "secret-parameter");
      statement.executeQuery().close();
    }
  }

  private SpanData only() {
    List<SpanData> found = spans.getFinishedSpanItems();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
