package harbor.allinone.trace;

import java.util.List;
import java.util.Map;

/** Spans for tests: milliseconds from one moment on. */
final class Spans {
  static final long START = 1_800_000_000_000_000_000L;

  private Spans() {}

  static TraceSpan span(String id, String parent, String text, double from, double to) {
    return span(id, parent, text, from, to, Map.of());
  }

  /**
   * @param text service and name, with a colon between
   */
  static TraceSpan span(
      String id, String parent, String text, double from, double to, Map<String, String> notes) {
    int colon = text.indexOf(": ");
    return new TraceSpan(
        id,
        parent,
        text.substring(0, colon),
        text.substring(colon + 2),
        START + Math.round(from * 1e6),
        START + Math.round(to * 1e6),
        notes.containsKey("error.type"),
        notes,
        List.of());
  }
}
