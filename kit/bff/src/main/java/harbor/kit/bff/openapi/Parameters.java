package harbor.kit.bff.openapi;

import static harbor.kit.bff.openapi.Schemas.object;
import static harbor.kit.bff.openapi.Schemas.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.openapi.ApiRoute.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parameters and headers of requests, as the document says them. */
final class Parameters {
  /** Roughly: letters and marks that {@code Identifiers} refuses besides are not told apart. */
  private static final String EXTERNAL_ID =
      "^(?!\\.{1,2}$)(?! )[^/\\\\\\u0000-\\u001f\\u007f-\\u009f]{1,64}(?<! )$";

  private static final String WITHOUT_NUL = "^[^\\u0000]*$";

  private Parameters() {}

  /**
   * A parameter.
   *
   * @param values that an example gives it; null for none
   */
  static ObjectNode of(Parameter parameter, @Nullable List<String> values) {
    ObjectNode said =
        object()
            .put("name", parameter.name())
            .put("in", parameter.in().name().toLowerCase(Locale.ROOT))
            .put("required", parameter.isRequired());
    String words = words(parameter.form());
    if (!words.isEmpty()) {
      said.put("description", words);
    }
    said.set("schema", schema(parameter.form()));
    if (values != null) {
      said.set("example", example(parameter.form(), values));
    }
    return said;
  }

  private static String words(Form form) {
    return switch (form) {
      case Form.Matching matching -> matching.expected() + ".";
      case Form.Many(Form each, int min, int max) ->
          ("%d to %d, the parameter once for each. " + words(each)).formatted(min, max).strip();
      case Form.Id _, Form.Text _, Form.Whole _, Form.Choice _, Form.YesOrNo _ -> "";
    };
  }

  private static ObjectNode schema(Form form) {
    return switch (form) {
      case Form.Id _ -> text().put("pattern", EXTERNAL_ID);
      case Form.Text(int max) -> text().put("maxLength", max).put("pattern", WITHOUT_NUL);
      case Form.Matching(String pattern, int max, String _) ->
          text().put("maxLength", max).put("pattern", "^(?:" + pattern + ")$");
      case Form.Whole whole -> whole(whole);
      case Form.Choice(List<String> all) -> {
        ObjectNode schema = text();
        ArrayNode names = schema.putArray("enum");
        all.forEach(names::add);
        yield schema;
      }
      case Form.YesOrNo _ -> object().put("type", "boolean");
      case Form.Many(Form each, int min, int max) -> {
        ObjectNode schema = object().put("type", "array");
        schema.set("items", schema(each));
        yield schema.put("minItems", min).put("maxItems", max);
      }
    };
  }

  private static ObjectNode whole(Form.Whole whole) {
    ObjectNode schema =
        object()
            .put("type", "integer")
            .put("format", "int32")
            .put("minimum", whole.min())
            .put("maximum", whole.max());
    whole.otherwise().ifPresent(otherwise -> schema.put("default", otherwise));
    return schema;
  }

  private static JsonNode example(Form form, List<String> values) {
    return switch (form) {
      case Form.Whole _ -> IntNode.valueOf(Integer.parseInt(values.getFirst()));
      case Form.YesOrNo _ -> BooleanNode.valueOf(values.getFirst().equals("true"));
      case Form.Many _ -> {
        ArrayNode all = object().putArray("all");
        values.forEach(all::add);
        yield all;
      }
      case Form.Id _, Form.Text _, Form.Matching _, Form.Choice _ ->
          TextNode.valueOf(values.getFirst());
    };
  }

  /** Headers that a route reads. */
  static List<ObjectNode> headers(ApiRoute route, Api api) {
    List<ObjectNode> headers = new ArrayList<>();
    headers.add(
        header(
            "X-Client",
            false,
            "Name and version of the client, for instance app/3.2.1: counted, and what is kept for"
                + " times without network is told anew to another version.",
            text().put("maxLength", 64)));
    if (!api.languages().isEmpty()) {
      headers.add(
          header(
              "Accept-Language",
              false,
              "One of " + String.join(", ", api.languages()) + "; the first when it says nothing.",
              text()));
    }
    if (route.isRead()) {
      if (!route.cacheControl().endsWith("no-store")) {
        headers.add(
            header("If-None-Match", false, "The ETag of what the client has: 304 for it.", text()));
      }
      return headers;
    }
    headers.add(
        header(
            "Idempotency-Key",
            route.keyRequired(),
            "The same for the same change: done once, answered as often as it is asked.",
            text().put("pattern", "^[!-~]{1,255}$")));
    headers.add(
        header(
            "X-Harbor-CSRF",
            false,
            "The session's tag from /auth/me, 1 of guests; not needed with an access token.",
            text()));
    if (route.precondition() != Precondition.NONE) {
      headers.add(
          header(
              "If-Match",
              route.precondition() == Precondition.REQUIRED,
              "The version that is changed, in quotes: the body's version, never an ETag.",
              text().put("pattern", "^\"[0-9]{1,18}\"$")));
    }
    return headers;
  }

  private static ObjectNode header(
      String name, boolean isRequired, String words, ObjectNode schema) {
    ObjectNode header =
        object()
            .put("name", name)
            .put("in", "header")
            .put("required", isRequired)
            .put("description", words);
    header.set("schema", schema);
    return header;
  }
}
