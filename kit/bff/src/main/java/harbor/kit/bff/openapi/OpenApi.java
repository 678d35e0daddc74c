package harbor.kit.bff.openapi;

import static harbor.kit.bff.openapi.Schemas.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import harbor.kit.bff.openapi.ApiRoute.Asker;
import harbor.kit.bff.openapi.ApiRoute.Body;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the OpenAPI 3.1 document of a BFF: its paths with parameters, bodies, views, errors and
 * examples. The same input gives the same document. Used once, by one thread.
 */
public final class OpenApi {
  private static final String JSON = "application/json";
  private static final String WORD = "[^A-Za-z0-9]+";

  private final Api api;
  private final List<Example> examples;
  private final Words words;
  private final ObjectNode document = object();
  private final Schemas schemas;
  private final Responses responses;
  private final RouteErrors errors;

  private OpenApi(Api api, String version, Words words, Refusals refusals, List<Example> examples) {
    this.api = api;
    this.words = words;
    this.examples = examples;
    errors = new RouteErrors(api.errors(), refusals);
    document.put("openapi", "3.1.0");
    ObjectNode info = document.putObject("info");
    info.put("title", "Harbor: " + api.name()).put("version", version);
    info.put("description", introduction());
    info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
    document.putArray("servers").addObject().put("url", "/");
    document.putArray("tags");
    document.putObject("paths");
    ObjectNode components = document.putObject("components");
    components.set("securitySchemes", Security.schemes(api.identity()));
    components.set("headers", Headers.all());
    responses = new Responses(api, components.putObject("responses"));
    schemas = new Schemas(components.putObject("schemas"), words);
  }

  /**
   * The document.
   *
   * @param version that the contracts were released as last
   * @param words what the contracts say of messages and fields
   * @param refusals with what the core services refuse
   * @param examples shown with their routes; the first of a route gives the values of its
   *     parameters
   */
  public static ObjectNode of(
      Api api, String version, Words words, Refusals refusals, List<Example> examples) {
    OpenApi made = new OpenApi(api, version, words, refusals, examples);
    made.write();
    return made.document;
  }

  private String introduction() {
    return "What "
        + api.name()
        + " answers. Answers may gain members, and words where a text is one of some: clients pass"
        + " over what they do not know. Requests are read strictly: what a schema does not have is"
        + " 400. What is not known is absent, never null. X-Schema-Version names the view of each"
        + " answer; the schema of each view stands at /schemas/ and its name, with .json.";
  }

  private void write() {
    schemas.answer(api.error(), field -> field.hasPresence() || field.isRepeated());
    Map<String, ObjectNode> paths = new TreeMap<>();
    for (ApiRoute route : api.routes()) {
      put(paths, route.path(), route.method(), operation(route));
    }
    api.batch().ifPresent(at -> put(paths, at.path(), "POST", batch(at)));
    for (Descriptor view : api.views()) {
      schemas.answer(view);
    }
    for (ApiService service : api.services()) {
      put(paths, service.path(), service.method(), operation(service));
    }
    ((ObjectNode) document.get("paths")).setAll(paths);
    TreeSet<String> tags = new TreeSet<>();
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        operation.path("tags").forEach(tag -> tags.add(tag.textValue()));
      }
    }
    tags.forEach(
        tag ->
            ((ArrayNode) document.get("tags"))
                .addObject()
                .put("name", tag)
                .put("description", "Everything at " + tag + "."));
    TreeSet<String> used = new TreeSet<>();
    document.findValues("$ref").forEach(reference -> used.add(reference.textValue()));
    ((ObjectNode) document.at("/components/headers"))
        .properties()
        .removeIf(header -> !used.contains(Headers.REF + header.getKey()));
    sort((ObjectNode) document.at("/components/schemas"));
    sort((ObjectNode) document.at("/components/responses"));
  }

  private static void sort(ObjectNode node) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    node.removeAll();
    node.setAll(sorted);
  }

  private static void put(
      Map<String, ObjectNode> paths, String pattern, String method, ObjectNode operation) {
    paths
        .computeIfAbsent(template(pattern), _ -> object())
        .set(method.toLowerCase(Locale.ROOT), operation);
  }

  /** The rest of a path is a variable like others. */
  static String template(String pattern) {
    return pattern.replace("{*", "{");
  }

  private ObjectNode operation(ApiRoute route) {
    List<Example> shown =
        examples.stream()
            .filter(e -> e.method().equals(route.method()) && e.path().equals(route.path()))
            .toList();
    ObjectNode operation = begun(route.method(), route.path());
    String view = words.of(route.view().getFullName());
    operation.put("summary", route.successes().contains(204) ? "Answers nothing." : first(view));
    operation.put("description", described(route));
    if (route.isDeprecated()) {
      operation.put("deprecated", true);
    }
    operation.set("security", Security.of(route.asker(), api.identity()));
    operation.set("parameters", parameters(route, shown));
    route
        .body()
        .filter(body -> !body.isEmpty())
        .ifPresent(body -> operation.set("requestBody", body(body, shown)));
    operation.set("responses", responses(route, shown));
    return operation;
  }

  private static ObjectNode begun(String method, String path) {
    ObjectNode operation = object();
    operation.put("operationId", id(method, path));
    operation.putArray("tags").add(tag(path));
    return operation;
  }

  private static String described(ApiRoute route) {
    StringBuilder text =
        new StringBuilder("Answers within %d ms.".formatted(route.total().toMillis()));
    if (route.isRead()) {
      text.append(" A whole answer says Cache-Control: ").append(route.cacheControl()).append('.');
    }
    route
        .body()
        .filter(body -> !body.isEmpty())
        .ifPresent(
            body -> text.append(" A body has at most %,d bytes.".formatted(body.maxBytes())));
    return text.toString();
  }

  private ArrayNode parameters(ApiRoute route, List<Example> shown) {
    ArrayNode all = object().putArray("parameters");
    Map<String, List<String>> values = shown.isEmpty() ? Map.of() : shown.getFirst().parameters();
    route
        .parameters()
        .forEach(parameter -> all.add(Parameters.of(parameter, values.get(parameter.name()))));
    Parameters.headers(route, api).forEach(all::add);
    return all;
  }

  private ObjectNode body(Body body, List<Example> shown) {
    ObjectNode request = object().put("required", true);
    ObjectNode content = request.putObject("content");
    ObjectNode json = content.putObject(JSON);
    json.set("schema", schemas.request(body.type(), body.elsewhere()));
    ObjectNode named = object();
    shown.forEach(
        example ->
            example
                .request()
                .ifPresent(value -> named.putObject(example.name()).set("value", value)));
    if (!named.isEmpty()) {
      json.set("examples", named);
    }
    content.putObject(Responses.PROTOBUF).set("schema", Responses.binary());
    return request;
  }

  private ObjectNode responses(ApiRoute route, List<Example> shown) {
    ObjectNode all = object();
    for (int status : route.successes()) {
      all.set(String.valueOf(status), success(route, status, shown));
    }
    if (route.isRead() && !route.cacheControl().endsWith("no-store")) {
      all.set("304", responses.notModified());
    }
    errors
        .of(route)
        .forEach(
            (status, codes) -> all.set(String.valueOf(status), responses.error(status, codes)));
    return all;
  }

  private ObjectNode success(ApiRoute route, int status, List<Example> shown) {
    ObjectNode named = object();
    shown.stream()
        .filter(example -> example.status() == status)
        .forEach(
            example ->
                example
                    .answer()
                    .ifPresent(value -> named.putObject(example.name()).set("value", value)));
    String view = words.of(route.view().getFullName());
    return switch (status) {
      case 204 -> responses.empty("It is done.", route);
      case 202 ->
          responses.view(
              "It is not decided yet: ask again.", schemas.answer(route.view()), named, route);
      case 201 ->
          responses.view("It was made: " + lower(view), schemas.answer(route.view()), named, route);
      default ->
          responses.view(
              view.isEmpty() ? "It is there." : view, schemas.answer(route.view()), named, route);
    };
  }

  private ObjectNode batch(Api.Batched at) {
    ObjectNode operation = begun("POST", at.path());
    operation.put("summary", first(words.of(at.view().getFullName())));
    operation.set("security", Security.of(Asker.CALLER, api.identity()));
    ObjectNode request = operation.putObject("requestBody").put("required", true);
    ObjectNode content = request.putObject("content");
    content.putObject(JSON).set("schema", schemas.request(at.request(), Set.of()));
    content.putObject(Responses.PROTOBUF).set("schema", Responses.binary());
    ObjectNode all = operation.putObject("responses");
    all.set(
        "200",
        responses.view(words.of(at.view().getFullName()), schemas.answer(at.view()), object()));
    errors
        .ofBatch()
        .forEach(
            (status, codes) -> all.set(String.valueOf(status), responses.error(status, codes)));
    return operation;
  }

  private ObjectNode operation(ApiService service) {
    ObjectNode operation = begun(service.method(), service.path());
    operation.put("summary", service.summary());
    operation.set(
        "security", Security.of(service.isForUsers() ? Asker.USER : Asker.ANYBODY, api.identity()));
    ArrayNode parameters = operation.putArray("parameters");
    service.parameters().forEach(parameter -> parameters.add(Parameters.of(parameter, null)));
    ObjectNode all = operation.putObject("responses");
    service.answers().forEach((status, said) -> all.set(String.valueOf(status), answer(said)));
    errors
        .ofService(service)
        .forEach(
            (status, codes) -> {
              if (!all.has(String.valueOf(status))) {
                all.set(String.valueOf(status), responses.error(status, codes));
              }
            });
    return operation;
  }

  private ObjectNode answer(ApiService.Said said) {
    ObjectNode answer = object().put("description", said.words());
    if (!said.types().isEmpty()) {
      ObjectNode content = answer.putObject("content");
      said.types()
          .forEach(
              (type, view) ->
                  content
                      .putObject(type)
                      .set("schema", view.isEmpty() ? object() : Schemas.reference(view)));
    }
    return answer;
  }

  /** For instance {@code getMobileV1ProductsById}. */
  public static String id(String method, String path) {
    StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
    for (String part : path.replaceAll("\\{\\*?(\\w+)}", "by-$1").split(WORD, -1)) {
      if (!part.isEmpty()) {
        id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    return id.toString();
  }

  /** The first part of a path that is neither the client's name nor a version. */
  static String tag(String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    return parts.stream()
        .skip(parts.size() > 1 ? 1 : 0)
        .filter(part -> !part.matches("v\\d+|mobile|web|watch|\\{.*") && !part.isEmpty())
        .findFirst()
        .orElse(parts.getFirst().isEmpty() ? "index" : parts.getFirst());
  }

  private static String first(String text) {
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end + 1);
    return sentence.isEmpty() ? "Answers." : sentence.replaceAll("[.:]$", ".");
  }

  private static String lower(String text) {
    return text.isEmpty()
        ? "as it is now."
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
