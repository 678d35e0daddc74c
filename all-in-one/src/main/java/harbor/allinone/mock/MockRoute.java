package harbor.allinone.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A route of a document, and what it can answer: each example by its name, {@code empty} (what an
 * answer has at least), {@code degraded:<call>} and {@code error:<code>}. Immutable.
 */
final class MockRoute {
  private static final String JSON = "application/json";
  private static final String EMPTY = "empty";
  private static final String ERROR = "error:";
  private static final String DEGRADED = "degraded:";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final int RETRY_SECONDS = 2;

  private final JsonNode document;
  private final JsonNode operation;
  private final String method;
  private final Pattern path;

  MockRoute(JsonNode document, String method, String template, JsonNode operation) {
    this.document = document;
    this.method = method.toUpperCase(Locale.ROOT);
    this.operation = operation;
    this.path = Pattern.compile(template.replaceAll("\\{(\\w+)}", isRest() ? ".+" : "[^/]+"));
  }

  /** A variable that is no id goes on behind slashes. */
  private boolean isRest() {
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals("path")) {
        return parameter.at("/schema").has("maxLength");
      }
    }
    return false;
  }

  boolean fits(String requested, String at) {
    return method.equals(requested) && path.matcher(at).matches();
  }

  /** All that it can be asked for, the whole answer first. */
  List<String> states() {
    List<String> states = new ArrayList<>();
    content().path("examples").fieldNames().forEachRemaining(states::add);
    if (content().has("schema")) {
      states.add(EMPTY);
    }
    for (JsonNode response : operation.get("responses")) {
      resolved(response).path("x-codes").forEach(code -> states.add(ERROR + code.textValue()));
    }
    return states;
  }

  /** The answer in a state; empty for one that it does not have. */
  Optional<MockAnswer> answer(@Nullable String state) {
    if (state == null) {
      JsonNode examples = content().path("examples");
      return Optional.of(
          examples.isEmpty() ? bare() : whole(examples.iterator().next().get("value"), Map.of()));
    }
    if (state.equals(EMPTY) && content().has("schema")) {
      return Optional.of(bare());
    }
    if (state.startsWith(ERROR)) {
      return error(state.substring(ERROR.length()));
    }
    JsonNode example = content().path("examples").path(state);
    return example.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            whole(
                example.get("value"),
                state.startsWith(DEGRADED)
                    ? Map.of("x-degraded", state.substring(DEGRADED.length()))
                    : Map.of()));
  }

  private String success() {
    for (var response : operation.get("responses").properties()) {
      if (response.getKey().compareTo("400") < 0 && !response.getKey().equals("304")) {
        return response.getKey();
      }
    }
    throw new IllegalStateException(method + " " + path + " has no success");
  }

  private JsonNode content() {
    return operation.at("/responses/" + success() + "/content").path(JSON);
  }

  private MockAnswer whole(JsonNode body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("cache-control", "no-store");
    JsonNode version = resolved(content().path("schema")).path("x-schema-version");
    if (version.isTextual()) {
      headers.put("x-schema-version", version.textValue());
    }
    return new MockAnswer(Integer.parseInt(success()), JSON, headers, Optional.of(body));
  }

  /** What an answer has at least, as the schema says it. */
  private MockAnswer bare() {
    return content().has("schema")
        ? whole(least(content().get("schema")), Map.of())
        : new MockAnswer(Integer.parseInt(success()), JSON, Map.of(), Optional.empty());
  }

  private JsonNode least(JsonNode said) {
    JsonNode schema = resolved(said);
    var nodes = new ObjectMapper().getNodeFactory();
    return switch (schema.path("type").asText()) {
      case "object", "" -> {
        ObjectNode body = nodes.objectNode();
        schema
            .path("required")
            .forEach(
                name ->
                    body.set(
                        name.textValue(), least(schema.at("/properties").get(name.textValue()))));
        yield body;
      }
      case "array" -> nodes.arrayNode();
      case "integer", "number" -> nodes.numberNode(0);
      case "boolean" -> nodes.booleanNode(false);
      default ->
          nodes.textNode(
              switch (schema.path("format").asText()) {
                case "int64" -> "0";
                case "date-time" -> "2026-01-01T00:00:00Z";
                default -> "";
              });
    };
  }

  /** Its code, and what else its view demands. */
  private Optional<MockAnswer> error(String code) {
    for (var response : operation.get("responses").properties()) {
      JsonNode said = resolved(response.getValue());
      for (JsonNode known : said.path("x-codes")) {
        if (known.textValue().equals(code)) {
          return Optional.of(error(code, Integer.parseInt(response.getKey()), said));
        }
      }
    }
    return Optional.empty();
  }

  private MockAnswer error(String code, int status, JsonNode said) {
    String type = said.path("content").fieldNames().next();
    boolean isRetryable = status == 429 || status >= 503;
    ObjectNode body = (ObjectNode) least(said.path("content").get(type).get("schema"));
    body.put("code", code).put("traceId", TRACE_ID).put("retryable", isRetryable);
    if (body.has("status")) {
      body.put("status", status);
    }
    for (String words : List.of("message", "title", "detail", "type")) {
      if (body.has(words)) {
        body.put(
            words,
            words.equals("type")
                ? "/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-')
                : "Mock of " + code + ".");
      }
    }
    return new MockAnswer(
        status,
        type,
        isRetryable ? Map.of("retry-after", String.valueOf(RETRY_SECONDS)) : Map.of(),
        Optional.of(body));
  }

  private JsonNode resolved(JsonNode said) {
    return said.has("$ref") ? document.at(said.get("$ref").textValue().substring(1)) : said;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
