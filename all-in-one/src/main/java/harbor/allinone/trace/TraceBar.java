package harbor.allinone.trace;

import harbor.allinone.trace.CriticalPath.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * A span on the time line of its request: its time, and within that what of it the request waited
 * for.
 *
 * @param startNanos begin of the time line, since 1970
 * @param nanos its length
 */
record TraceBar(long startNanos, long nanos, Ink ink) {
  private static final int COLUMNS = 36;

  /** What bars are drawn with. */
  record Ink(char path, char rest, char edge) {
    static final Ink UNICODE = new Ink('█', '░', '│');
    static final Ink ASCII = new Ink('#', '-', '|');
  }

  /** The time line of a request. */
  static TraceBar of(TraceSpan request, Ink ink) {
    return new TraceBar(request.startNanos(), Math.max(1, request.nanos()), ink);
  }

  /** The bar of a span, with its edges; what lies outside the time line stands at an edge. */
  String draw(TraceSpan span, List<Segment> path) {
    char[] columns = new char[COLUMNS];
    Arrays.fill(columns, ' ');
    fill(columns, span.startNanos(), span.endNanos(), ink.rest());
    path.stream()
        .filter(segment -> segment.span().equals(span))
        .forEach(segment -> fill(columns, segment.startNanos(), segment.endNanos(), ink.path()));
    return ink.edge() + String.valueOf(columns) + ink.edge();
  }

  /** At least one column for each span. */
  private void fill(char[] columns, long start, long end, char with) {
    int from = Math.min(column(start), COLUMNS - 1);
    Arrays.fill(columns, from, Math.max(from + 1, column(end)), with);
  }

  private int column(long at) {
    return Math.toIntExact(
        Math.clamp(Math.round((double) (at - startNanos) * COLUMNS / nanos), 0L, COLUMNS));
  }
}
