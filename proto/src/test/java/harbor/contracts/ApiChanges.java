package harbor.contracts;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says what in a document of an API breaks clients of the one that was released: what they send is
 * refused or means something else, or what they rely on is missing. What an answer gains breaks
 * nobody; a request may gain what need not be there.
 */
public final class ApiChanges {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final List<String> UPPER = List.of("maximum", "maxLength", "maxItems");
  private static final List<String> LOWER = List.of("minimum", "minLength", "minItems");
  private static final List<String> FIXED =
      List.of("type", "format", "pattern", "default", "contentEncoding");

  private final JsonObject before;
  private final JsonObject after;
  private final List<String> broken = new ArrayList<>();
  private final Set<String> compared = new HashSet<>();

  private ApiChanges(JsonObject before, JsonObject after) {
    this.before = before;
    this.after = after;
  }

  /** What breaks clients, a sentence each; none when nothing does. */
  public static List<String> breaking(JsonObject released, JsonObject now) {
    ApiChanges changes = new ApiChanges(released, now);
    changes.compare();
    return changes.broken;
  }

  private void compare() {
    JsonObject paths = object(before, "paths");
    for (String path : paths.keySet()) {
      for (String method : METHODS) {
        if (paths.getAsJsonObject(path).has(method)) {
          String at = method.toUpperCase(Locale.ROOT) + " " + path;
          JsonObject operation = object(object(object(after, "paths"), path), method);
          if (operation.isEmpty()) {
            broken.add(at + " is gone");
          } else {
            operation(at, object(paths.getAsJsonObject(path), method), operation);
          }
        }
      }
    }
  }

  private void operation(String at, JsonObject old, JsonObject now) {
    security(at, old, now);
    parameters(at, old, now);
    body(at, object(old, "requestBody"), object(now, "requestBody"));
    responses(at, object(old, "responses"), object(now, "responses"));
  }

  private void security(String at, JsonObject old, JsonObject now) {
    Set<String> ways = texts(now, "security");
    for (String way : texts(old, "security")) {
      expect(ways.isEmpty() || ways.contains(way), at + " takes no more " + way);
    }
    expect(
        ways.isEmpty() || !texts(old, "security").isEmpty() || ways.contains("{}"),
        at + " wants to know who asks");
  }

  private void parameters(String at, JsonObject old, JsonObject now) {
    Map<String, JsonObject> known = named(old);
    Map<String, JsonObject> current = named(now);
    known.forEach(
        (name, parameter) -> {
          JsonObject same = current.get(name);
          if (same == null) {
            broken.add(at + " reads no more " + name);
            return;
          }
          expect(
              isTrue(parameter, "required") || !isTrue(same, "required"), at + " demands " + name);
          sent(at + " " + name, object(parameter, "schema"), object(same, "schema"));
        });
    current.forEach(
        (name, parameter) ->
            expect(
                known.containsKey(name) || !isTrue(parameter, "required"),
                at + " demands " + name));
  }

  private static Map<String, JsonObject> named(JsonObject operation) {
    Map<String, JsonObject> named = new LinkedHashMap<>();
    for (JsonElement parameter : array(operation, "parameters")) {
      JsonObject one = parameter.getAsJsonObject();
      named.put(text(one, "in") + " " + text(one, "name"), one);
    }
    return named;
  }

  private void body(String at, JsonObject old, JsonObject now) {
    if (old.isEmpty()) {
      expect(!isTrue(now, "required"), at + " demands a body");
      return;
    }
    JsonObject types = object(now, "content");
    object(old, "content")
        .entrySet()
        .forEach(
            type -> {
              if (!types.has(type.getKey())) {
                broken.add(at + " reads no more " + type.getKey());
                return;
              }
              sent(
                  at + " body",
                  object(type.getValue().getAsJsonObject(), "schema"),
                  object(object(types, type.getKey()), "schema"));
            });
  }

  private void responses(String at, JsonObject old, JsonObject now) {
    for (String status : old.keySet()) {
      JsonObject known = resolved(before, object(old, status));
      JsonObject current = resolved(after, object(now, status));
      if (!now.has(status)) {
        broken.add(at + " gives no more " + status);
        continue;
      }
      for (String code : texts(known, "x-codes")) {
        expect(
            texts(current, "x-codes").contains(code), at + " " + status + " says no more " + code);
      }
      for (String header : object(known, "headers").keySet()) {
        expect(
            object(current, "headers").has(header), at + " " + status + " has no more " + header);
      }
      for (Map.Entry<String, JsonElement> type : object(known, "content").entrySet()) {
        JsonObject same = object(object(current, "content"), type.getKey());
        if (!object(current, "content").has(type.getKey())) {
          broken.add(at + " " + status + " comes no more as " + type.getKey());
        } else {
          received(
              at + " " + status,
              object(type.getValue().getAsJsonObject(), "schema"),
              object(same, "schema"));
        }
      }
    }
    for (String status : now.keySet()) {
      expect(old.has(status) || !status.startsWith("2"), at + " has a new ending, " + status);
    }
  }

  /** Of what clients send: nothing less is taken. */
  private void sent(String at, JsonObject old, JsonObject now) {
    if (!reached(old, now)) {
      return;
    }
    JsonObject known = resolved(before, old);
    JsonObject current = resolved(after, now);
    fixed(at, known, current);
    for (String limit : UPPER) {
      expect(
          !current.has(limit)
              || (known.has(limit) && number(current, limit) >= number(known, limit)),
          at + " takes less: " + limit);
    }
    for (String limit : LOWER) {
      expect(
          !current.has(limit)
              || (known.has(limit) && number(current, limit) <= number(known, limit)),
          at + " takes less: " + limit);
    }
    if (current.has("enum")) {
      expect(
          known.has("enum") && texts(current, "enum").containsAll(texts(known, "enum")),
          at + " takes fewer words");
    }
    texts(current, "required")
        .forEach(name -> expect(texts(known, "required").contains(name), at + " demands " + name));
    members(known)
        .forEach(
            (name, member) -> {
              JsonObject same = members(current).get(name);
              if (same == null) {
                expect(!current.has("additionalProperties"), at + " takes no more " + name);
              } else {
                sent(at + "." + name, member, same);
              }
            });
    if (known.has("items")) {
      sent(at + "[]", object(known, "items"), object(current, "items"));
    }
  }

  /** Of what clients receive: nothing that they rely on is missing or another. */
  private void received(String at, JsonObject old, JsonObject now) {
    if (!reached(old, now)) {
      return;
    }
    JsonObject known = resolved(before, old);
    JsonObject current = resolved(after, now);
    fixed(at, known, current);
    texts(known, "required")
        .forEach(
            name ->
                expect(
                    texts(current, "required").contains(name), at + " may come without " + name));
    members(known)
        .forEach(
            (name, member) -> {
              JsonObject same = members(current).get(name);
              if (same == null) {
                broken.add(at + " has no more " + name);
              } else {
                received(at + "." + name, member, same);
              }
            });
    for (String below : List.of("items", "additionalProperties")) {
      if (known.has(below) && known.get(below).isJsonObject()) {
        received(at + "[]", object(known, below), object(current, below));
      }
    }
  }

  private void fixed(String at, JsonObject known, JsonObject current) {
    for (String key : FIXED) {
      expect(
          text(known, key).equals(text(current, key)),
          at + ": " + key + " was " + text(known, key) + ", is " + text(current, key));
    }
  }

  /** Each message once: what it is part of does not matter. */
  private boolean reached(JsonObject old, JsonObject now) {
    return !old.has("$ref") || compared.add(text(old, "$ref") + " " + text(now, "$ref"));
  }

  private static JsonObject resolved(JsonObject document, JsonObject said) {
    if (!said.has("$ref")) {
      return said;
    }
    JsonObject found = document;
    for (String part : text(said, "$ref").substring(2).split("/", -1)) {
      found = object(found, part);
    }
    return found;
  }

  private static Map<String, JsonObject> members(JsonObject schema) {
    Map<String, JsonObject> members = new LinkedHashMap<>();
    object(schema, "properties")
        .entrySet()
        .forEach(member -> members.put(member.getKey(), member.getValue().getAsJsonObject()));
    return members;
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private static JsonObject object(JsonObject around, String name) {
    return around.get(name) instanceof JsonObject found ? found : new JsonObject();
  }

  private static JsonArray array(JsonObject around, String name) {
    return around.get(name) instanceof JsonArray found ? found : new JsonArray();
  }

  private static Set<String> texts(JsonObject around, String name) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonElement element : array(around, name)) {
      texts.add(element.isJsonPrimitive() ? element.getAsString() : element.toString());
    }
    return texts;
  }

  private static String text(JsonObject around, String name) {
    return around.get(name) instanceof JsonPrimitive found ? found.getAsString() : "";
  }

  private static double number(JsonObject around, String name) {
    return around.get(name).getAsDouble();
  }

  private static boolean isTrue(JsonObject around, String name) {
    return Boolean.parseBoolean(text(around, name));
  }
}
