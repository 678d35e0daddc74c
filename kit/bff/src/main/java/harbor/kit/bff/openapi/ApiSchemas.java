package harbor.kit.bff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schemas of a document by themselves. */
public final class ApiSchemas {
  private static final String IN_DOCUMENT = "#/components/schemas/";
  private static final String BY_ITSELF = "#/$defs/";

  private ApiSchemas() {}

  /**
   * The JSON Schema of a message, with those below it.
   *
   * @param document of the API
   * @param name full name of the message
   */
  static Optional<ObjectNode> schema(JsonNode document, String name) {
    JsonNode all = document.at("/components/schemas");
    if (!all.has(name)) {
      return Optional.empty();
    }
    ObjectNode schema =
        Schemas.object()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", "/schemas/" + name + ".json")
            .put("$ref", BY_ITSELF + name);
    TreeSet<String> reached = new TreeSet<>();
    reach(all, name, reached);
    ObjectNode below = schema.putObject("$defs");
    reached.forEach(
        reachedName -> {
          JsonNode copy = all.get(reachedName).deepCopy();
          move(copy);
          below.set(reachedName, copy);
        });
    return Optional.of(schema);
  }

  /** All members of all answers, a line each: view, member, type. */
  public static String fields(JsonNode document) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      if (schema.getValue().has("additionalProperties")) {
        continue;
      }
      Map<String, JsonNode> members = new TreeMap<>();
      schema
          .getValue()
          .path("properties")
          .properties()
          .forEach(m -> members.put(m.getKey(), m.getValue()));
      members.forEach(
          (name, member) ->
              lines
                  .append(schema.getKey())
                  .append(' ')
                  .append(name)
                  .append(' ')
                  .append(type(member))
                  .append('\n'));
    }
    return lines.toString();
  }

  private static String type(JsonNode member) {
    if (member.has("$ref")) {
      return member.get("$ref").textValue().substring(IN_DOCUMENT.length());
    }
    return switch (member.path("type").asText()) {
      case "array" -> type(member.get("items")) + "[]";
      case "object" -> "object";
      default ->
          member.path("type").asText()
              + (member.has("format") ? ":" + member.get("format").textValue() : "");
    };
  }

  private static void reach(JsonNode all, String name, Set<String> reached) {
    if (reached.add(name)) {
      for (JsonNode reference : all.get(name).findValues("$ref")) {
        reach(all, reference.textValue().substring(IN_DOCUMENT.length()), reached);
      }
    }
  }

  private static void move(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("$ref").isTextual()) {
      object.put("$ref", object.get("$ref").textValue().replace(IN_DOCUMENT, BY_ITSELF));
    }
    schema.forEach(ApiSchemas::move);
  }
}
