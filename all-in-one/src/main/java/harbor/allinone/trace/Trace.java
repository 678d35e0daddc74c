package harbor.allinone.trace;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The spans of a trace as a tree. */
final class Trace {
  private final Map<String, TraceSpan> spans = new LinkedHashMap<>();
  private final Map<String, List<TraceSpan>> children;
  private final List<TraceSpan> roots;

  /**
   * Orders them.
   *
   * @param given at least one; a span that is given twice counts once
   */
  Trace(Collection<TraceSpan> given) {
    given.stream()
        .sorted(comparingLong(TraceSpan::startNanos).thenComparing(comparing(TraceSpan::name)))
        .forEach(span -> spans.putIfAbsent(span.id(), span));
    this.roots = spans.values().stream().filter(this::isRoot).toList();
    this.children =
        spans.values().stream()
            .filter(span -> !isRoot(span))
            .collect(Collectors.groupingBy(TraceSpan::parentId, TreeMap::new, Collectors.toList()));
  }

  private boolean isRoot(TraceSpan span) {
    return !spans.containsKey(span.parentId());
  }

  /**
   * What began it: the first span without a parent, otherwise the first whose parent is missing.
   */
  TraceSpan request() {
    return roots.stream()
        .filter(span -> span.parentId().isEmpty())
        .findFirst()
        .orElseGet(roots::getFirst);
  }

  /** Spans whose parent is not here, the first one first. */
  List<TraceSpan> roots() {
    return roots;
  }

  /** What a span called, the first one first. */
  List<TraceSpan> children(TraceSpan span) {
    return children.getOrDefault(span.id(), List.of());
  }

  /** Whether one span began it and every other one's parent is here. */
  boolean isConnected() {
    return roots.size() == 1 && roots.getFirst().parentId().isEmpty();
  }

  Collection<TraceSpan> spans() {
    return spans.values();
  }

  List<String> services() {
    return spans.values().stream().map(TraceSpan::service).distinct().toList();
  }

  /**
   * The calls of plans that got no answer, each at the span that ended last; a call that was tried
   * again and then answered is not one.
   */
  List<TraceSpan> missingParts() {
    return List.copyOf(
        spans.values().stream()
            .filter(span -> !span.attribute("harbor.miss").isEmpty())
            .sorted(comparingLong(TraceSpan::endNanos))
            .collect(
                Collectors.toMap(
                    span -> span.attribute("harbor.plan") + ' ' + span.attribute("harbor.call"),
                    span -> span,
                    (_, later) -> later,
                    LinkedHashMap::new))
            .values());
  }
}
