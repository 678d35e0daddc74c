package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.UnknownFieldSet;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import harbor.allinone.Processes;
import harbor.e2e.Judges.Verdict;
import harbor.identitydev.DevelopmentToken;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents of the BFFs' APIs, judged by tools of others, and the running store by the
 * documents. The tools take their time, and two of them run side by side.
 */
class ApiDocumentsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Operations: streams and polls wait; a sign-in goes on elsewhere; who erases the account, or
   * ends the session that asks, is signed out.
   */
  private static final String LEFT_OUT =
      "^(get\\w*(Events|Poll)|(get|post)Auth\\w+|delete\\w+Account|deleteWebAccountSessionsById)$";

  private static Store store;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    store = Store.start(Store.freshData(), Map.of());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  static Stream<String> bffs() {
    return Processes.bffs().stream().map(bff -> bff.name());
  }

  @ParameterizedTest
  @MethodSource("bffs")
  @Execution(ExecutionMode.CONCURRENT)
  void document_isWithoutFault_forRedocly(String bff) throws IOException {
    Verdict verdict =
        Judges.node(
            folder,
            "node_modules/@redocly/cli/bin/cli.js",
            "lint",
            "--config=" + Judges.PINS.resolve("redocly.yaml"),
            "--format=stylish",
            document(bff).toString());

    assertThat(verdict.code()).as(verdict.said()).isZero();
    assertThat(verdict.said()).contains("Your API description is valid.");
  }

  @ParameterizedTest
  @MethodSource("bffs")
  void document_isReadWhole_bySwaggersParser(String bff) throws IOException {
    String text = Files.readString(document(bff));
    SwaggerParseResult read = new OpenAPIV3Parser().readContents(text, null, new ParseOptions());

    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getPaths()).hasSameSizeAs(JSON.readTree(text).get("paths"));
    assertThat(read.getOpenAPI().getComponents().getSchemas())
        .hasSameSizeAs(JSON.readTree(text).at("/components/schemas"));
  }

  @ParameterizedTest
  @MethodSource("bffs")
  @Execution(ExecutionMode.CONCURRENT)
  void generatedClient_compiles_andCallsEveryGetRoute(String bff) throws IOException {
    assertThat(called(bff, document(bff))).contains("200 /openapi.json read");
  }

  /** It is out there, and nobody updates it. */
  @ParameterizedTest
  @MethodSource("bffs")
  @Execution(ExecutionMode.CONCURRENT)
  void clientThatWasGeneratedForTheLastRelease_goesOn(String bff) throws IOException {
    Path released = Path.of(System.getProperty("harbor.root"), "proto/released", bff + ".json.gz");
    Path document = folder.resolve(bff + ".json");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(released))) {
      Files.copy(packed, document);
    }

    assertThat(called(bff, document)).contains("200 /openapi.json read");
  }

  /** What a client says that was generated from a document and has asked each of its reads. */
  private String called(String bff, Path text) throws IOException {
    JsonNode document = JSON.readTree(Files.readString(text));
    Files.createSymbolicLink(
        folder.resolve("node_modules"), Judges.place().resolve("node_modules").toAbsolutePath());
    Files.copy(Judges.PINS.resolve("tsconfig.json"), folder.resolve("tsconfig.json"));
    Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
    Files.writeString(folder.resolve("calls.ts"), ClientScript.of(document, bff));

    Verdict generated =
        Judges.node(
            folder, "node_modules/openapi-typescript/bin/cli.js", bff + ".json", "-o", bff + ".ts");
    Verdict compiled = Judges.node(folder, "node_modules/typescript/bin/tsc", "-p", ".");
    Verdict called =
        Judges.node(
            folder,
            folder.resolve("calls.js").toString(),
            url(bff, ""),
            asker(bff)[0],
            asker(bff)[1]);

    assertThat(generated.code()).as(generated.said()).isZero();
    assertThat(compiled.code()).as(compiled.said()).isZero();
    assertThat(called.code()).as(called.said()).isZero();
    // Carts and orders of the samples are nobody's here, and a guest has signed in nowhere.
    assertThat(called.said().lines().toList())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches("(200|401|404) \\S+ read"));
    return called.said();
  }

  /** The counter-test: what is not in the document does not compile. */
  @Test
  void generatedClient_doesNotCompile_whenItAsksForWhatIsNotThere() throws IOException {
    JsonNode document = JSON.readTree(Files.readString(document("watch-bff")));
    Files.createSymbolicLink(
        folder.resolve("node_modules"), Judges.place().resolve("node_modules").toAbsolutePath());
    Files.copy(Judges.PINS.resolve("tsconfig.json"), folder.resolve("tsconfig.json"));
    Files.writeString(
        folder.resolve("calls.ts"),
        ClientScript.of(document, "watch-bff").replace("products/{id}", "product/{id}"));
    Judges.node(
        folder,
        "node_modules/openapi-typescript/bin/cli.js",
        "watch-bff.json",
        "-o",
        "watch-bff.ts");

    Verdict compiled = Judges.node(folder, "node_modules/typescript/bin/tsc", "-p", ".");

    assertThat(compiled.code()).isNotZero();
    assertThat(compiled.said()).contains("/watch/v1/product/{id}");
  }

  /** What {@code /schemas/rpc.proto} says to people is what {@code rpc.binpb} says to programs. */
  @ParameterizedTest
  @MethodSource("bffs")
  void rpcs_areCompiled_byBuf(String bff) throws Exception {
    FileDescriptorSet served =
        FileDescriptorSet.parseFrom(Http.get(url(bff, "/schemas/rpc.binpb")).body());
    FileDescriptorProto rpcs = served.getFileList().getLast();
    String text = Http.text(Http.get(url(bff, "/schemas/rpc.proto")));

    Verdict compiled = compiled(rpcs.getName(), text);

    assertThat(compiled.code()).as(compiled.said()).isZero();
    assertThat(
            FileDescriptorSet.parseFrom(Files.readAllBytes(folder.resolve("rpc.binpb")))
                .getFileList())
        .filteredOn(file -> file.getName().equals(rpcs.getName()))
        .map(ApiDocumentsIT::asWritten)
        .containsExactly(asWritten(rpcs));
    // The counter-test.
    assertThat(
            compiled(rpcs.getName(), text.replaceFirst("rpc (\\w+)\\((\\w+)\\)", "rpc $1(No$2)"))
                .said())
        .contains("Request");
  }

  /** By the compiler that checks all contracts. */
  private Verdict compiled(String name, String text) throws IOException {
    Path root = Path.of(System.getProperty("harbor.root"), "proto");
    Judges.run(folder, Map.of(), List.of("cp", "-r", root.resolve("harbor").toString(), "."));
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
    return Judges.run(
        folder,
        Map.of(),
        List.of(
            root.resolve("target/tools/buf").toString(),
            "build",
            "--exclude-source-info",
            "-o",
            "rpc.binpb"));
  }

  /** Without what compilers add: JSON names, and buf's mark of what was imported. */
  private static FileDescriptorProto asWritten(FileDescriptorProto file) {
    FileDescriptorProto.Builder builder =
        file.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    builder.getMessageTypeBuilderList().stream()
        .flatMap(message -> message.getFieldBuilderList().stream())
        .forEach(FieldDescriptorProto.Builder::clearJsonName);
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("bffs")
  @Execution(ExecutionMode.CONCURRENT)
  void everyAnswer_isDocumented_whateverSchemathesisAsks(String bff) throws Exception {
    Visitor visitor = new Visitor(store);
    Verdict verdict =
        asked(
            document(bff),
            url(bff, ""),
            bff.equals("web-bff") ? browser(visitor) : withToken(asker(bff)));

    assertThat(verdict.code()).as(verdict.said()).isZero();
    assertThat(verdict.said()).contains("Seed: 15");
    if (bff.equals("web-bff")) {
      // Neither cookie nor tag was lost on the way: what is only for who has signed in was written.
      assertThat(visitor.browser("GET", "/web/account/addresses", "").body())
          .contains("Ringstrasse 1");
    }
  }

  /** What a page of Grace's sends, who is a customer and an administrator. */
  private static Map<String, String> browser(Visitor visitor) throws Exception {
    visitor.signIn("grace");
    return Map.of("Cookie", visitor.cookie(), "X-Harbor-CSRF", visitor.csrf());
  }

  private static Map<String, String> withToken(String... asker) {
    return Map.of(asker[0], asker[1], "X-Harbor-CSRF", "1");
  }

  /** The counter-test: a server that fails is found. */
  @Test
  void plantedFailure_isFound() throws IOException {
    Server failing =
        Server.builder()
            .http(0)
            .serviceUnder(
                "/",
                (_, _) ->
                    HttpResponse.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        MediaType.JSON,
                        "{\"code\":\"INTERNAL\"}"))
            .build();
    failing.start().join();
    try {
      Verdict verdict =
          asked(
              document("watch-bff"),
              "http://127.0.0.1:" + failing.activeLocalPort(),
              withToken(asker("watch-bff")));

      assertThat(verdict.code()).as(verdict.said()).isEqualTo(1);
      assertThat(verdict.said()).contains("Server error");
    } finally {
      failing.close();
    }
  }

  /**
   * Examples, then values at and beyond the limits, the same each time. That an answer is 400 or
   * 428 is no fault where the document says it.
   */
  private Verdict asked(Path document, String url, Map<String, String> asker) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                document.toString(),
                "--url=" + url,
                "--seed=15",
                "--max-examples=8",
                "--phases=examples,fuzzing",
                "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
                    + "response_schema_conformance",
                "--exclude-operation-id-regex=" + LEFT_OUT,
                "--suppress-health-check=all",
                "--generation-database=none",
                "--no-shrink",
                "--workers=1",
                "--request-timeout=10",
                "--header=Accept: application/json",
                "--header=Sec-Fetch-Site: same-origin"));
    asker.forEach((name, value) -> arguments.add("--header=" + name + ": " + value));
    return Judges.schemathesis(folder, arguments);
  }

  /** A person where access tokens are taken, otherwise a guest. */
  private static String[] asker(String bff) throws IOException {
    return bff.equals("web-bff")
        ? new String[] {"Cookie", "harbor_guest=guestguestguestguestguest01"}
        : new String[] {
          "Authorization",
          "Bearer "
              + DevelopmentToken.of(
                  "ada", URI.create("http://localhost:" + store.port("identity-dev") + "/harbor"))
        };
  }

  private static String url(String bff, String path) {
    return "http://127.0.0.1:" + store.port(bff) + path;
  }

  private Path document(String bff) throws IOException {
    Path document = folder.resolve(bff + ".json");
    Files.write(document, Http.get(url(bff, "/openapi.json")).body());
    return document;
  }
}
