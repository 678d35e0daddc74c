package harbor.kit.bff.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import harbor.kit.bff.answer.SchemaVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * JSON Schemas (2020-12) of messages, as {@link harbor.kit.bff.answer.ViewJson} writes and {@link
 * harbor.kit.bff.input.BodyReader} reads them. Made once, by one thread.
 *
 * <p>Answers may gain members and enum values within a version, so they allow both; requests allow
 * neither. What may be absent is not required; nothing is ever {@code null}. A 64-bit number is
 * text, which JavaScript does not round.
 */
final class Schemas {
  private static final String REF = "#/components/schemas/";
  private static final String WHOLE = "^-?(0|[1-9][0-9]*)$";

  private final ObjectNode all;
  private final Words words;

  /** Whether a message is part of answers, by its full name. */
  private final Map<String, Boolean> kinds = new HashMap<>();

  /**
   * Writes schemas.
   *
   * @param all where they stand, by the messages' full names
   */
  Schemas(ObjectNode all, Words words) {
    this.all = all;
    this.words = words;
  }

  /** A reference to the schema of an answer. */
  ObjectNode answer(Descriptor type, Predicate<FieldDescriptor> mayBeAbsent) {
    return message(type, true, mayBeAbsent, Set.of());
  }

  /** The same of a view that says every field that cannot be absent. */
  ObjectNode answer(Descriptor type) {
    return answer(type, FieldDescriptor::hasPresence);
  }

  /**
   * A reference to the schema of a request.
   *
   * @param elsewhere names of fields that are no members of it
   */
  ObjectNode request(Descriptor type, Set<String> elsewhere) {
    return message(type, false, _ -> true, elsewhere);
  }

  static ObjectNode reference(String name) {
    return object().put("$ref", REF + name);
  }

  private ObjectNode message(
      Descriptor type,
      boolean isAnswer,
      Predicate<FieldDescriptor> mayBeAbsent,
      Set<String> elsewhere) {
    String name = type.getFullName();
    Boolean before = kinds.putIfAbsent(name, isAnswer);
    if (before != null && before != isAnswer) {
      throw new IllegalStateException(name + " is an answer and a request (expected: one)");
    }
    if (!all.has(name)) {
      ObjectNode schema = all.putObject(name).put("type", "object");
      schema.put("description", words.of(name));
      if (isAnswer) {
        schema.put("x-schema-version", SchemaVersion.of(type));
      }
      ObjectNode members = object();
      ArrayNode required = JsonNodeFactory.instance.arrayNode();
      for (FieldDescriptor field : type.getFields()) {
        if (elsewhere.contains(field.getName())) {
          continue;
        }
        members.set(field.getJsonName(), described(field, isAnswer));
        if (!mayBeAbsent.test(field)) {
          required.add(field.getJsonName());
        }
      }
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
      schema.set("properties", members);
      if (!isAnswer) {
        schema.put("additionalProperties", false);
      }
    }
    return reference(name);
  }

  private ObjectNode described(FieldDescriptor field, boolean isAnswer) {
    ObjectNode schema = field(field, isAnswer);
    String comment = words.of(field.getFullName());
    if (!comment.isEmpty()) {
      schema.put("description", comment);
    }
    return schema;
  }

  private ObjectNode field(FieldDescriptor field, boolean isAnswer) {
    if (field.isMapField()) {
      ObjectNode schema = object().put("type", "object");
      schema.set(
          "additionalProperties", value(field.getMessageType().findFieldByName("value"), isAnswer));
      return schema;
    }
    if (field.isRepeated()) {
      ObjectNode schema = object().put("type", "array");
      schema.set("items", value(field, isAnswer));
      return schema;
    }
    return value(field, isAnswer);
  }

  private ObjectNode value(FieldDescriptor field, boolean isAnswer) {
    return switch (field.getJavaType()) {
      case INT -> integer(field);
      case LONG -> text().put("format", "int64").put("pattern", WHOLE);
      case FLOAT, DOUBLE -> object().put("type", "number");
      case BOOLEAN -> object().put("type", "boolean");
      case STRING -> text();
      case BYTE_STRING -> text().put("contentEncoding", "base64");
      case ENUM -> words(field, isAnswer);
      case MESSAGE -> below(field.getMessageType(), isAnswer);
    };
  }

  private static ObjectNode integer(FieldDescriptor field) {
    boolean isUnsigned =
        switch (field.getType()) {
          case UINT32, FIXED32 -> true;
          default -> false;
        };
    ObjectNode schema = object().put("type", "integer");
    return isUnsigned
        ? schema.put("minimum", 0).put("maximum", 0xffff_ffffL)
        : schema.put("format", "int32");
  }

  private static ObjectNode words(FieldDescriptor field, boolean isAnswer) {
    ObjectNode schema = text();
    ArrayNode names = schema.putArray(isAnswer ? "x-extensible-enum" : "enum");
    field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).forEach(names::add);
    return schema;
  }

  private ObjectNode below(Descriptor type, boolean isAnswer) {
    if (type.equals(Timestamp.getDescriptor())) {
      return text().put("format", "date-time");
    }
    if (type.equals(Any.getDescriptor())) {
      ObjectNode schema = object().put("type", "object");
      schema.putArray("required").add("@type");
      schema.putObject("properties").set("@type", text());
      return schema;
    }
    return isAnswer ? answer(type) : request(type, Set.of());
  }

  static ObjectNode text() {
    return object().put("type", "string");
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
