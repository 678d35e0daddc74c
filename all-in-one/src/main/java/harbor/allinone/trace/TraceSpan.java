package harbor.allinone.trace;

import java.util.List;
import java.util.Map;

/**
 * A span as OTLP has it.
 *
 * @param parentId empty: it has none
 * @param startNanos since 1970
 * @param endNanos since 1970
 * @param links the ids of the traces that it is linked to
 */
record TraceSpan(
    String id,
    String parentId,
    String service,
    String name,
    long startNanos,
    long endNanos,
    boolean isError,
    Map<String, String> attributes,
    List<String> links) {
  TraceSpan {
    attributes = Map.copyOf(attributes);
    links = List.copyOf(links);
  }

  long nanos() {
    return endNanos - startNanos;
  }

  /** Empty when it has none. */
  String attribute(String key) {
    return attributes.getOrDefault(key, "");
  }
}
