package harbor.allinone.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Spans from OTLP's JSON: ids in hex, 64-bit numbers as text.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">the encoding</a>
 */
final class OtlpJson {
  private static final int ERROR = 2;

  private OtlpJson() {}

  /** The spans of one trace in an export, {@code {"resourceSpans": [...]}}. */
  static List<TraceSpan> spans(JsonNode export, String traceId) {
    List<TraceSpan> found = new ArrayList<>();
    for (JsonNode resource : export.path("resourceSpans")) {
      String service =
          attributes(resource.path("resource")).getOrDefault("service.name", "unknown");
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          if (span.path("traceId").asText().equals(traceId)) {
            found.add(span(service, span));
          }
        }
      }
    }
    return found;
  }

  private static TraceSpan span(String service, JsonNode span) {
    JsonNode code = span.path("status").path("code");
    return new TraceSpan(
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        service,
        span.path("name").asText(),
        span.path("startTimeUnixNano").asLong(),
        span.path("endTimeUnixNano").asLong(),
        code.asInt() == ERROR || code.asText().equals("STATUS_CODE_ERROR"),
        attributes(span),
        StreamSupport.stream(span.path("links").spliterator(), false)
            .map(link -> link.path("traceId").asText())
            .distinct()
            .toList());
  }

  private static Map<String, String> attributes(JsonNode of) {
    Map<String, String> all = new HashMap<>();
    for (JsonNode attribute : of.path("attributes")) {
      // The value is an object of one field, which is named by its type.
      for (JsonNode value : attribute.path("value")) {
        all.put(
            attribute.path("key").asText(),
            value.isValueNode() ? value.asText() : value.toString());
      }
    }
    return all;
  }
}
