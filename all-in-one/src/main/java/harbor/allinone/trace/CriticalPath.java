package harbor.allinone.trace;

import static java.lang.Math.min;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request waited for: from its end back to its begin, at each moment the innermost span that
 * had to end for it to go on. Jaeger's pages show the same.
 *
 * @see <a href="https://www.jaegertracing.io/docs/latest/frontend-ui/#critical-path">Jaeger's</a>
 */
final class CriticalPath {
  /** A time in which a span did not wait for its children. */
  record Segment(TraceSpan span, long startNanos, long endNanos) {
    long nanos() {
      return endNanos - startNanos;
    }
  }

  private final Trace trace;
  private final List<Segment> segments = new ArrayList<>();

  private CriticalPath(Trace trace) {
    this.trace = trace;
  }

  /** The segments of the request's path, the last one first. */
  static List<Segment> of(Trace trace) {
    CriticalPath path = new CriticalPath(trace);
    path.walk(trace.request(), trace.request().endNanos());
    return path.segments;
  }

  /** How long each span of a path is its end, the longest one first. */
  static Map<TraceSpan, Long> nanosOfSpans(List<Segment> segments) {
    Map<TraceSpan, Long> sums = new LinkedHashMap<>();
    segments.forEach(segment -> sums.merge(segment.span(), segment.nanos(), Long::sum));
    Map<TraceSpan, Long> sorted = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<TraceSpan, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private void walk(TraceSpan span, long end) {
    long now = end;
    for (Optional<TraceSpan> child = lastBefore(span, end, now);
        child.isPresent();
        child = lastBefore(span, end, now)) {
      long childEnd = min(child.get().endNanos(), now);
      add(span, childEnd, now);
      walk(child.get(), childEnd);
      now = child.get().startNanos();
    }
    add(span, span.startNanos(), now);
  }

  /**
   * The child that ended last before a time; one that outlives its parent counts until the parent's
   * end. Each found one begins before that time, so that the walk ends.
   */
  private Optional<TraceSpan> lastBefore(TraceSpan span, long end, long now) {
    return trace.children(span).stream()
        .filter(child -> child.startNanos() < now && child.startNanos() >= span.startNanos())
        .filter(child -> min(child.endNanos(), end) <= now)
        .max(
            comparingLong((TraceSpan child) -> min(child.endNanos(), end))
                .thenComparing(TraceSpan::startNanos, Comparator.reverseOrder()));
  }

  private void add(TraceSpan span, long start, long end) {
    if (end > start) {
      segments.add(new Segment(span, start, end));
    }
  }
}
