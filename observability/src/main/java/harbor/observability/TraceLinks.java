package harbor.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leads from what happens later, elsewhere, to the spans that caused it: as W3C {@code
 * traceparent}s on the way, as links of a span where it happens. Only spans that are recorded are
 * told of.
 */
public final class TraceLinks {
  /** Of further causes nothing is said: an import of thousands of rows has one. */
  public static final int MAX = 16;

  private static final TraceContextHeaders HEADERS = new TraceContextHeaders();

  private static final TextMapGetter<String> PARENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
          return List.of(TraceContextHeaders.PARENT);
        }

        @Override
        public @Nullable String get(@Nullable String parent, String name) {
          return name.equals(TraceContextHeaders.PARENT) ? parent : null;
        }

        @Override
        public Iterator<String> getAll(@Nullable String parent, String name) {
          String value = get(parent, name);
          return value == null ? Collections.emptyIterator() : List.of(value).iterator();
        }
      };

  private TraceLinks() {}

  /**
   * The {@code traceparent} of the calling thread's span; "" when there is none, or not sampled.
   */
  public static String current() {
    Context context = Context.current();
    return Span.fromContext(context).getSpanContext().isSampled()
        ? TraceIds.traceresponse(context)
        : "";
  }

  /** Both, each once, {@value #MAX} at most. */
  public static List<String> union(List<String> some, List<String> others) {
    if (some.isEmpty() || some.equals(others)) {
      return others;
    }
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all.stream().limit(MAX).toList();
  }

  /** Adds a link to each; a text that is no {@code traceparent} is none. */
  public static SpanBuilder add(SpanBuilder span, Collection<String> causes) {
    for (String cause : causes) {
      Context context = HEADERS.extract(Context.root(), cause, PARENT);
      SpanContext linked = Span.fromContext(context).getSpanContext();
      if (linked.isValid()) {
        span.addLink(linked);
      }
    }
    return span;
  }
}
