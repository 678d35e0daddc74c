package harbor.kit.bff.openapi;

import static harbor.kit.bff.openapi.Schemas.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.openapi.ApiRoute.Asker;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Answers as the document says them; those that several routes give stand in it once. */
final class Responses {
  static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String REF = "#/components/responses/";
  private static final int MAX_NAME = 100;

  private final Api api;
  private final ObjectNode shared;

  /**
   * Of a BFF.
   *
   * @param shared where those of several routes stand
   */
  Responses(Api api, ObjectNode shared) {
    this.api = api;
    this.shared = shared;
  }

  ObjectNode view(String words, ObjectNode schema, ObjectNode examples, ApiRoute route) {
    ObjectNode response = view(words, schema, examples);
    response.set("headers", Headers.references(headers(route)));
    return response;
  }

  ObjectNode view(String words, ObjectNode schema, ObjectNode examples) {
    ObjectNode response = object().put("description", words);
    response.set(
        "headers",
        Headers.references(List.of("X-Trace-Id", "X-Correlation-Id", "X-Schema-Version")));
    ObjectNode content = response.putObject("content");
    ObjectNode json = content.putObject(JSON);
    json.set("schema", schema);
    if (!examples.isEmpty()) {
      json.set("examples", examples);
    }
    if (api.formats().contains(ViewFormat.PROTOBUF)) {
      content.putObject(PROTOBUF).set("schema", binary());
    }
    return response;
  }

  ObjectNode empty(String words, ApiRoute route) {
    ObjectNode response = object().put("description", words);
    List<String> headers = headers(route);
    headers.remove("X-Schema-Version");
    headers.remove("Content-Language");
    response.set("headers", Headers.references(headers));
    return response;
  }

  private List<String> headers(ApiRoute route) {
    List<String> names = new ArrayList<>(Headers.ALWAYS);
    names.add("X-Schema-Version");
    names.add("X-Degraded");
    names.add("Cache-Control");
    if (!api.languages().isEmpty()) {
      names.add("Content-Language");
    }
    if (route.isRead()) {
      names.add("X-Stale");
      if (!route.cacheControl().endsWith("no-store")) {
        names.add("ETag");
      }
    } else {
      names.add("Idempotency-Replayed");
      if (route.asker() == Asker.CALLER && !api.identity().guestHeader().isEmpty()) {
        names.add(api.identity().guestHeader());
      }
      if (route.successes().stream().anyMatch(status -> status == 201 || status == 202)) {
        names.add("Location");
      }
    }
    if (route.isDeprecated()) {
      names.addAll(List.of("Deprecation", "Sunset", "Link"));
    }
    return names;
  }

  /** That the client has it already. */
  ObjectNode notModified() {
    if (!shared.has("NotModified")) {
      shared
          .putObject("NotModified")
          .put("description", "What If-None-Match names is still right.")
          .set(
              "headers",
              Headers.references(
                  List.of("X-Trace-Id", "X-Correlation-Id", "ETag", "Cache-Control")));
    }
    return object().put("$ref", REF + "NotModified");
  }

  ObjectNode error(int status, SortedSet<String> codes) {
    String name = status + "." + String.join(".", codes);
    if (name.length() > MAX_NAME) {
      return error(codes, status);
    }
    if (!shared.has(name)) {
      shared.set(name, error(codes, status));
    }
    return object().put("$ref", REF + name);
  }

  private ObjectNode error(SortedSet<String> codes, int status) {
    ObjectNode response = object();
    response.put(
        "description",
        codes.stream().map(code -> "`" + code + "`").collect(Collectors.joining(", ")) + ".");
    List<String> headers = new ArrayList<>(Headers.ALWAYS);
    headers.add("X-Schema-Version");
    if (status == 429 || status >= 503) {
      headers.add("Retry-After");
    }
    response.set("headers", Headers.references(headers));
    ObjectNode content = response.putObject("content");
    content.putObject(api.errorType()).set("schema", Schemas.reference(api.error().getFullName()));
    if (api.formats().contains(ViewFormat.PROTOBUF)) {
      content.putObject(PROTOBUF).set("schema", binary());
    }
    codes.forEach(response.putArray("x-codes")::add);
    return response;
  }

  /** A message, as its .proto says. */
  static ObjectNode binary() {
    return Schemas.text().put("format", "binary");
  }
}
