package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import harbor.contracts.ApiChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Planted changes of the contracts: those that break clients are caught, by {@code buf breaking} or
 * by {@link ApiChanges}, and those that break nobody pass.
 */
class ContractChangesTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final String BUF = ROOT.resolve("proto/target/tools/buf").toString();

  private static final String PROTO =
      """
      syntax = "proto3";
      package harbor.x.v1;
      message Product {
        string id = 1;
        int32 price = 2;
        optional string note = 3;
        repeated string tags = 4;
        Kind kind = 5;
        oneof shown {
          string text = 6;
          string picture = 7;
        }
      }
      message GetProductRequest { string id = 1; }
      enum Kind {
        KIND_UNSPECIFIED = 0;
        KIND_LAMP = 1;
      }
      service ProductService {
        rpc GetProduct(GetProductRequest) returns (Product);
      }
      """;

  private static final String API =
      """
      {"paths": {"/products/{id}": {"get": {
        "security": [{}, {"bearer": []}],
        "parameters": [
          {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "maxLength": 64}},
          {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}},
          {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["price", "rating"]}}],
        "responses": {
          "200": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Product"}}}},
          "404": {"x-codes": ["PRODUCT_NOT_FOUND"], "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}}},
        "put": {
        "parameters": [],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Change"}}}},
        "responses": {"204": {}}}}},
       "components": {"schemas": {
        "Product": {"type": "object", "required": ["id", "stock"], "properties": {
          "id": {"type": "string"}, "note": {"type": "string"},
          "stock": {"type": "array", "items": {"$ref": "#/components/schemas/Stock"}}}},
        "Stock": {"type": "object", "required": ["left"], "properties": {"left": {"type": "integer"}}},
        "Error": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}},
        "Change": {"type": "object", "additionalProperties": false, "properties": {"note": {"type": "string"}}}}}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void released() throws Exception {
    Files.writeString(folder.resolve("buf.yaml"), "version: v2\nbreaking:\n  use:\n    - FILE\n");
    if (Files.notExists(folder.resolve("before.binpb"))) {
      Files.writeString(folder.resolve("product.proto"), PROTO);
      assertThat(buf("build", "-o", "before.binpb")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a field is removed # optional string note = 3; #",
        "a field is renumbered # int32 price = 2; # int32 price = 12;",
        "a field has another type # int32 price = 2; # int64 price = 2;",
        "a field is renamed # int32 price = 2; # int32 cost = 2;",
        "a list becomes one # repeated string tags = 4; # string tags = 4;",
        "a field leaves its choice # string picture = 7;\\n  } # }\\n  string picture = 7;",
        "an enum value is removed # KIND_LAMP = 1; #",
        "an enum value is renumbered # KIND_LAMP = 1; # KIND_LAMP = 2;",
        "an rpc is removed # rpc GetProduct(GetProductRequest) returns (Product); #",
        "an rpc answers something else # returns (Product) # returns (GetProductRequest)",
        "the package is another # package harbor.x.v1; # package harbor.y.v1;",
      })
  void brokenProto_isCaught(String name, String what, String by) throws Exception {
    assertThat(broken(what, by)).as(name).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a field is new # string id = 1; # string id = 1; string name = 8;",
        "an optional field is new # string id = 1; # string id = 1; optional string name = 8;",
        "a list is new # string id = 1; # string id = 1; repeated string more = 8;",
        "a message is new # enum Kind { # message More { string id = 1; }\\nenum Kind {",
        "an enum value is new # KIND_LAMP = 1; # KIND_LAMP = 1; KIND_TABLE = 2;",
        "a choice has one more # string picture = 7; # string picture = 7; string film = 8;",
        "an rpc is new # returns (Product); # returns (Product); rpc Other(Product) returns"
            + " (Product);",
        "a request has one more # GetProductRequest { string id = 1; # GetProductRequest { string"
            + " id = 1; string size = 2;",
        "a comment is another # message Product { # // A product.\\nmessage Product {",
        "a field is deprecated # int32 price = 2; # int32 price = 2 [deprecated = true];",
      })
  void compatibleProto_passes(String name, String what, String by) throws Exception {
    assertThat(broken(what, by)).as(name).isFalse();
  }

  static Stream<Arguments> breaking() {
    return Stream.of(
        api("a route is removed", api -> at(api, "paths").remove("/products/{id}")),
        api("a method is removed", api -> at(api, "paths", "/products/{id}").remove("put")),
        api("a new parameter is demanded", api -> parameter(api, true)),
        api(
            "an optional parameter is demanded",
            api -> first(api, 1).addProperty("required", true)),
        api("a limit is lower", api -> schema(api, 1).addProperty("maximum", 20)),
        api("a text may be less long", api -> schema(api, 0).addProperty("maxLength", 32)),
        api(
            "what stands in for nothing is another",
            api -> schema(api, 1).addProperty("default", 20)),
        api("a word is not taken any more", api -> schema(api, 2).getAsJsonArray("enum").remove(0)),
        api("a parameter is not read any more", api -> parameters(api).remove(2)),
        api("a body may not say a member any more", api -> members(api, "Change").remove("note")),
        api(
            "a body has to say a member",
            api -> schema(api, "Change").add("required", list("note"))),
        api("an answer lacks a member", api -> members(api, "Product").remove("note")),
        api("an answer lacks a member further down", api -> members(api, "Stock").remove("left")),
        api("a member may be absent", api -> schema(api, "Product").add("required", list("id"))),
        api(
            "a member has another type",
            api -> member(api, "Stock", "left").addProperty("type", "string")),
        api(
            "an error has another code",
            api -> get(api, "responses", "404").add("x-codes", list("NOT_FOUND"))),
        api(
            "an error has another status",
            api -> get(api, "responses").add("410", get(api, "responses").remove("404"))),
        api("an answer has another media type", ContractChangesTest::asText),
        api(
            "an answer lacks a header",
            api -> get(api, "responses", "200", "headers").remove("ETag")),
        api("a success is another", api -> get(api, "responses").add("202", new JsonObject())),
        api(
            "a route wants to know who asks",
            api -> get(api).getAsJsonArray("security").remove(0)));
  }

  @ParameterizedTest
  @MethodSource
  void breaking(String name, Consumer<JsonObject> change) {
    assertThat(changed(change)).as(name).isNotEmpty();
  }

  static Stream<Arguments> compatible() {
    return Stream.of(
        api("a route is new", api -> at(api, "paths").add("/new", new JsonObject())),
        api(
            "a method is new",
            api -> at(api, "paths", "/products/{id}").add("delete", new JsonObject())),
        api("a parameter may be sent", api -> parameter(api, false)),
        api("a limit is higher", api -> schema(api, 1).addProperty("maximum", 100)),
        api("a text may be longer", api -> schema(api, 0).addProperty("maxLength", 128)),
        api("a limit is gone", api -> schema(api, 0).remove("maxLength")),
        api("a word is new", api -> schema(api, 2).getAsJsonArray("enum").add("newest")),
        api("a body may say more", api -> members(api, "Change").add("more", text())),
        api("an answer has more", api -> members(api, "Product").add("more", text())),
        api(
            "a member is always there",
            api -> schema(api, "Product").add("required", list("id", "stock", "note"))),
        api(
            "an error has one more code",
            api -> get(api, "responses", "404").getAsJsonArray("x-codes").add("GONE")),
        api("an error is new", api -> get(api, "responses").add("451", new JsonObject())),
        api(
            "an answer has one more media type",
            api -> get(api, "responses", "200", "content").add("text/csv", new JsonObject())),
        api(
            "an answer has one more header",
            api -> get(api, "responses", "200", "headers").add("X-New", new JsonObject())),
        api("a description is another", api -> get(api).addProperty("description", "Other words.")),
        api("a route is deprecated", api -> get(api).addProperty("deprecated", true)),
        api(
            "one more way to say who asks",
            api -> get(api).getAsJsonArray("security").add(cookie())),
        api("a view is new", api -> at(api, "components", "schemas").add("New", text())),
        api("an example is new", api -> first(api, 0).addProperty("example", "HB1001")),
        api("the order is another", api -> parameters(api).add(parameters(api).remove(0))));
  }

  @ParameterizedTest
  @MethodSource
  void compatible(String name, Consumer<JsonObject> change) {
    assertThat(changed(change)).as(name).isEmpty();
  }

  /** A version of the same major that breaks clients is not released, and nothing is written. */
  @Test
  void release_isRefused_whenItBreaksClientsOrGoesBack() throws Exception {
    Path root = folder.resolve("root");
    Path tools = Files.createDirectories(root.resolve("proto/target/tools"));
    Files.createSymbolicLink(tools.resolve("buf"), Path.of(BUF));
    Path released = Files.createDirectories(root.resolve("proto/released"));
    Path documents =
        Files.createDirectories(root.resolve("x-bff/src/main/resources/harbor/openapi"));
    Files.writeString(
        documents.resolve("x-bff.json"),
        "{\n  \"info\" : {\n    \"version\" : \"1.4.0\"\n  }\n}\n");
    Files.writeString(documents.resolve("x-bff.proto"), "syntax = \"proto3\";\n");
    Files.writeString(released.resolve("VERSION"), "1.4.0\n");
    Files.copy(folder.resolve("before.binpb"), root.resolve("proto/baseline.binpb"));
    Files.writeString(
        root.resolve("proto/buf.yaml"),
        """
        version: v2
        lint:
          use:
            - MINIMAL
          except:
            - DIRECTORY_SAME_PACKAGE
            - PACKAGE_DIRECTORY_MATCH
        breaking:
          use:
            - FILE
        """);
    Path proto = root.resolve("proto/product.proto");
    Files.writeString(proto, PROTO.replace("int32 price = 2;", ""));

    assertThat(release(root, "1.5.0")).isNotZero();
    assertThat(release(root, "1.4.0")).isNotZero();
    assertThat(release(root, "1.3.9")).isNotZero();
    assertThat(release(root, "next")).isNotZero();
    assertThat(Files.readString(released.resolve("VERSION"))).isEqualTo("1.4.0\n");
    assertThat(release(root, "2.0.0")).isZero();
    assertThat(Files.readString(released.resolve("VERSION"))).isEqualTo("2.0.0\n");
    assertThat(Files.readString(documents.resolve("x-bff.json"))).contains("\"2.0.0\"");
    assertThat(released.resolve("x-bff.json.gz")).exists();
    assertThat(released.resolve("x-bff.proto.gz")).exists();
    Files.writeString(proto, PROTO.replace("int32 price = 2;", "string name = 8;"));
    assertThat(release(root, "2.1.0")).isZero();
  }

  private int release(Path root, String version) throws Exception {
    return run(root, ROOT.resolve("build/release-contract").toString(), root.toString(), version);
  }

  private boolean broken(String what, String by) throws Exception {
    String changed =
        PROTO.replace(what.replace("\\n", "\n"), by == null ? "" : by.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(PROTO);
    Files.writeString(folder.resolve("product.proto"), changed);
    assertThat(buf("build", "-o", "after.binpb")).isZero();
    return buf("breaking", "--against", "before.binpb") != 0;
  }

  private int buf(String... arguments) throws Exception {
    return run(folder, Stream.concat(Stream.of(BUF), Stream.of(arguments)).toArray(String[]::new));
  }

  private static int run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    // 100: something was found
    assertThat(code).as(said).isIn(0, 1, 100);
    return code;
  }

  private static List<String> changed(Consumer<JsonObject> change) {
    JsonObject before = JsonParser.parseString(API).getAsJsonObject();
    JsonObject after = before.deepCopy();
    change.accept(after);
    assertThat(after).isNotEqualTo(before);
    return ApiChanges.breaking(before, after);
  }

  private static Arguments api(String name, Consumer<JsonObject> change) {
    return Arguments.of(name, change);
  }

  private static JsonObject at(JsonObject api, String... names) {
    JsonObject found = api;
    for (String name : names) {
      found = found.getAsJsonObject(name);
    }
    return found;
  }

  private static JsonObject get(JsonObject api, String... names) {
    return at(at(api, "paths", "/products/{id}", "get"), names);
  }

  private static JsonArray parameters(JsonObject api) {
    return get(api).getAsJsonArray("parameters");
  }

  private static JsonObject first(JsonObject api, int index) {
    return parameters(api).get(index).getAsJsonObject();
  }

  private static JsonObject schema(JsonObject api, int index) {
    return first(api, index).getAsJsonObject("schema");
  }

  private static JsonObject schema(JsonObject api, String name) {
    return at(api, "components", "schemas", name);
  }

  private static JsonObject members(JsonObject api, String name) {
    return schema(api, name).getAsJsonObject("properties");
  }

  private static JsonObject member(JsonObject api, String name, String member) {
    return members(api, name).getAsJsonObject(member);
  }

  private static void parameter(JsonObject api, boolean isRequired) {
    JsonObject parameter =
        JsonParser.parseString("{\"name\":\"q\",\"in\":\"query\"}").getAsJsonObject();
    parameter.addProperty("required", isRequired);
    parameters(api).add(parameter);
  }

  private static void asText(JsonObject api) {
    JsonObject content = get(api, "responses", "200", "content");
    content.add("text/plain", content.remove("application/json"));
  }

  private static JsonArray list(String... texts) {
    JsonArray list = new JsonArray();
    Stream.of(texts).forEach(list::add);
    return list;
  }

  private static JsonObject text() {
    return JsonParser.parseString("{\"type\":\"string\"}").getAsJsonObject();
  }

  private static JsonElement cookie() {
    return JsonParser.parseString("{\"session\":[]}");
  }
}
