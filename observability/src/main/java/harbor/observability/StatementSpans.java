package harbor.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the library's spans of SQL statements need before they leave.
 *
 * <ul>
 *   <li>Of their exceptions only the type: PostgreSQL puts values into the text of an error, as in
 *       {@code Key (email)=(a@b.example) already exists}, and the library records it.
 *   <li>A name that says what is asked, see {@link StatementName}; the library names statements of
 *       several tables after the database.
 *   <li>No error where we cancelled it ourselves, see {@link CancelledStatements}.
 *   <li>The names of OpenTelemetry's stable conventions, where the library still has those before
 *       them; the database's user and address stay here.
 * </ul>
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">the conventions</a>
 */
final class StatementSpans implements SpanExporter {
  private static final String SCOPE = "io.opentelemetry.jdbc";
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  private static final Map<String, AttributeKey<String>> RENAMED =
      Map.of(
          "db.system", AttributeKey.stringKey("db.system.name"),
          "db.name", AttributeKey.stringKey("db.namespace"),
          "db.statement", TEXT,
          "db.operation", AttributeKey.stringKey("db.operation.name"),
          "db.sql.table", AttributeKey.stringKey("db.collection.name"));
  private static final Set<String> LEFT_OUT = Set.of("db.user", "db.connection_string");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

  private final SpanExporter exporter;

  StatementSpans(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(
        spans.stream()
            .map(
                span ->
                    isStatement(span.getInstrumentationScopeInfo())
                        ? (SpanData) new Statement(span)
                        : span)
            .toList());
  }

  /** Whether spans of this scope are the library's of statements. */
  static boolean isStatement(InstrumentationScopeInfo scope) {
    return scope.getName().equals(SCOPE);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public String toString() {
    return "StatementSpans(" + exporter + ')';
  }

  private static final class Statement extends DelegatingSpanData {
    private final String name;
    private final Attributes attributes;

    Statement(SpanData span) {
      super(span);
      AttributesBuilder stable = Attributes.builder();
      span.getAttributes().forEach((key, value) -> put(stable, key, value));
      String text = stable.build().get(TEXT);
      this.name = text == null ? span.getName() : StatementName.of(text).orElseGet(span::getName);
      this.attributes = stable.put(SUMMARY, name).build();
    }

    @SuppressWarnings("unchecked") // a key and its value are of one type
    private static void put(AttributesBuilder to, AttributeKey<?> key, Object value) {
      AttributeKey<String> renamed = RENAMED.get(key.getKey());
      if (renamed != null) {
        to.put(renamed, value.toString());
      } else if (!LEFT_OUT.contains(key.getKey())) {
        to.put((AttributeKey<Object>) key, value);
      }
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public StatusData getStatus() {
      return attributes.get(CancelledStatements.CANCELLED) == null
          ? super.getStatus()
          : StatusData.unset();
    }

    @Override
    public List<EventData> getEvents() {
      return super.getEvents().stream().map(Statement::typeOnly).toList();
    }

    private static EventData typeOnly(EventData event) {
      String type = event.getAttributes().get(TYPE);
      return EventData.create(
          event.getEpochNanos(),
          event.getName(),
          type == null ? Attributes.empty() : Attributes.of(TYPE, type));
    }
  }
}
