package harbor.allinone.trace;

import harbor.allinone.trace.CriticalPath.Segment;
import harbor.allinone.trace.TraceBar.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A trace as text: what was asked, a line for each span with its time, then what its time went into
 * and which parts its answer lacks.
 */
final class TraceText {
  private static final double NANOS_OF_MILLI = 1_000_000;
  private static final int MAX_OF_PATH = 6;

  private final Trace trace;
  private final List<Segment> path;
  private final TraceBar bar;
  private final List<String> lines = new ArrayList<>();

  private TraceText(Trace trace, Ink ink) {
    this.trace = trace;
    this.path = CriticalPath.of(trace);
    this.bar = TraceBar.of(trace.request(), ink);
  }

  /** The lines of a trace. */
  static List<String> of(Trace trace, Ink ink) {
    TraceText text = new TraceText(trace, ink);
    text.request();
    trace.roots().forEach(root -> text.span(root, "", 0));
    text.path();
    text.missingParts();
    return text.lines;
  }

  private void request() {
    TraceSpan request = trace.request();
    String status = request.attribute("http.response.status_code");
    lines.add(
        "%s: %s%s, %s, %d spans of %s"
            .formatted(
                request.service(),
                request.name(),
                status.isEmpty() ? "" : ", status " + status,
                millis(request.nanos()),
                trace.spans().size(),
                String.join(", ", trace.services())));
    if (!trace.isConnected()) {
      lines.add("Not the whole trace: what began it, or the parent of a span, is not here.");
    }
    lines.add("");
  }

  private void span(TraceSpan span, String callersService, int depth) {
    String service = span.service().equals(callersService) ? "" : span.service() + ": ";
    lines.add(
        "%s %11s  %s%s%s%s"
            .formatted(
                bar.draw(span, path),
                millis(span.nanos()),
                "  ".repeat(depth),
                service,
                name(span),
                notes(span)));
    trace.children(span).forEach(child -> span(child, span.service(), depth + 1));
  }

  /** A call by the name that its plan has for it. */
  private static String name(TraceSpan span) {
    String full = span.name();
    boolean isMethod = full.startsWith("harbor.") && full.contains("/");
    String shown = isMethod ? full.substring(full.lastIndexOf('.') + 1) : full;
    String call = span.attribute("harbor.call");
    return call.isEmpty() || call.equals(shown) ? shown : call + " -> " + shown;
  }

  private String notes(TraceSpan span) {
    String answeredBy = span.attribute("harbor.answered_by");
    String attempt = span.attribute("harbor.try");
    String miss = span.attribute("harbor.miss");
    String fault = span.attribute("harbor.fault");
    List<String> notes =
        Stream.of(
                isLater(span) ? "begins after " + millis(sinceRequest(span)) : "",
                attempt.isEmpty() || attempt.equals("1") ? "" : "try " + attempt,
                span.attribute("harbor.hedge").equals("true") ? "hedge" : "",
                answeredBy.isEmpty() || answeredBy.equals("service") ? "" : "from " + answeredBy,
                miss.isEmpty() ? "" : "missed: " + miss,
                fault.isEmpty() ? "" : "fault: " + fault,
                span.isError() ? "ERROR" : "",
                span.links().isEmpty() ? "" : "see trace " + String.join(", ", span.links()))
            .filter(note -> !note.isEmpty())
            .toList();
    return notes.isEmpty() ? "" : "  [" + String.join(", ", notes) + "]";
  }

  /** What an order goes through after its request was answered. */
  private boolean isLater(TraceSpan span) {
    return sinceRequest(span) > trace.request().nanos();
  }

  private long sinceRequest(TraceSpan span) {
    return span.startNanos() - trace.request().startNanos();
  }

  private void path() {
    long whole = Math.max(1, trace.request().nanos());
    Map<TraceSpan, Long> parts = CriticalPath.nanosOfSpans(path);
    lines.add("");
    lines.add("Critical path, %s:".formatted(millis(trace.request().nanos())));
    parts.entrySet().stream()
        .limit(MAX_OF_PATH)
        .forEach(
            part ->
                lines.add(
                    "  %11s %3d %%  %s: %s"
                        .formatted(
                            millis(part.getValue()),
                            Math.round(100.0 * part.getValue() / whole),
                            part.getKey().service(),
                            name(part.getKey()))));
    if (parts.size() > MAX_OF_PATH) {
      lines.add("  and %d spans with less".formatted(parts.size() - MAX_OF_PATH));
    }
  }

  private void missingParts() {
    List<TraceSpan> missing = trace.missingParts();
    lines.add("");
    lines.add(missing.isEmpty() ? "Missing parts: none" : "Missing parts:");
    missing.forEach(
        call ->
            lines.add(
                "  %s, %s: %s"
                    .formatted(
                        call.attribute("harbor.call"),
                        call.attribute("harbor.critical").equals("true") ? "critical" : "optional",
                        call.attribute("harbor.miss"))));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_OF_MILLI);
  }
}
