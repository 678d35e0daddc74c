package harbor.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/**
 * Leaves only the type of the exceptions of SQL statements: PostgreSQL puts values into the text of
 * an error, as in {@code Key (email)=(a@b.example) already exists}, and the library records it.
 */
final class StatementErrors implements SpanExporter {
  private static final String SCOPE = "io.opentelemetry.jdbc";
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

  private final SpanExporter exporter;

  StatementErrors(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(
        spans.stream()
            .map(span -> hasExceptionText(span) ? (SpanData) new TypesOnly(span) : span)
            .toList());
  }

  private static boolean hasExceptionText(SpanData span) {
    return !span.getEvents().isEmpty()
        && span.getInstrumentationScopeInfo().getName().equals(SCOPE);
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
    return "StatementErrors(" + exporter + ')';
  }

  private static final class TypesOnly extends DelegatingSpanData {
    TypesOnly(SpanData span) {
      super(span);
    }

    @Override
    public List<EventData> getEvents() {
      return super.getEvents().stream().map(TypesOnly::typeOnly).toList();
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
