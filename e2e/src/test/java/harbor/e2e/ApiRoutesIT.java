package harbor.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents have exactly the paths that the running servers have, sign-in included. */
class ApiRoutesIT {
  /** Those that clients may try, besides HEAD. */
  private static final List<String> OTHER_METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  static List<BffProcess> bffs() {
    return Processes.bffs();
  }

  @ParameterizedTest
  @MethodSource("bffs")
  void document_listsExactlyTheRoutes(BffProcess process) throws IOException {
    Set<String> served;
    try (Alone bff = Alone.start(process)) {
      served =
          bff.endpoints()
              .map(endpoint -> endpoint.substring(endpoint.indexOf('/')))
              // of gRPC, whose contract is a .proto
              .filter(path -> !path.startsWith("/grpc.") && !path.startsWith("/harbor."))
              .map(path -> path.replace("{*", "{"))
              .collect(toCollection(TreeSet::new));
    }

    assertThat(documented(process.name())).isEqualTo(served);
  }

  /**
   * Of a path that has methods by name exactly these, and HEAD where it can be read; others are
   * read, or take the POST of gRPC.
   */
  @ParameterizedTest
  @MethodSource("bffs")
  void everyPath_refusesOtherMethods_andSaysWhichItHas(BffProcess process) throws Exception {
    try (Alone bff = Alone.start(process)) {
      Map<String, Set<String>> methods = new TreeMap<>();
      bff.endpoints()
          .forEach(
              endpoint -> {
                int path = endpoint.indexOf('/');
                Set<String> known =
                    methods.computeIfAbsent(endpoint.substring(path), _ -> new TreeSet<>());
                if (path > 0) {
                  known.add(endpoint.substring(0, path).strip());
                }
              });
      assertThat(methods).hasSizeGreaterThan(10);

      for (Map.Entry<String, Set<String>> path : methods.entrySet()) {
        String target = path.getKey().replaceAll("\\{\\*?\\w+}", "x");
        for (String method : OTHER_METHODS) {
          boolean isServed =
              path.getValue().isEmpty()
                  ? method.equals("GET") || method.equals("POST")
                  : path.getValue().contains(method);
          if (isServed) {
            continue;
          }
          HttpResponse<String> answer = bff.ask(method, target);

          assertThat(answer.statusCode()).as(method + " " + target).isEqualTo(405);
          Set<String> allowed =
              new TreeSet<>(
                  List.of(answer.headers().firstValue("allow").orElseThrow().split(", ")));
          assertThat(allowed).as(target).isNotEmpty().doesNotContain(method);
          if (!path.getValue().isEmpty()) {
            allowed.remove("HEAD");
            assertThat(allowed).as(target).isEqualTo(path.getValue());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bffs")
  void document_isNotSentAgain_alsoWhenAProxyHasMarkedItsTag(BffProcess process) throws Exception {
    try (Alone bff = Alone.start(process)) {
      for (String path : List.of("/openapi.json", "/docs", "/schemas/rpc.proto")) {
        String tag = bff.ask("GET", path).headers().firstValue("etag").orElseThrow();
        String marked = tag.substring(0, tag.length() - 1) + "-gzip\"";

        assertThat(bff.ask("GET", path, "If-None-Match", marked).statusCode()).isEqualTo(304);
        assertThat(bff.ask("GET", path, "If-None-Match", "\"x\", " + tag).statusCode())
            .isEqualTo(304);
        assertThat(bff.ask("GET", path, "If-None-Match", "\"x" + tag + "\"").statusCode())
            .isEqualTo(200);
      }
    }
  }

  /** A BFF without any core service. */
  private record Alone(Telemetry telemetry, BffProcess.Running bff) implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Alone start(BffProcess process) {
      Map<String, String> settings = new HashMap<>();
      settings.put(Environment.setting(process.name(), "PORT"), "0");
      settings.put("HARBOR_OIDC_ISSUER", "http://localhost:1/harbor");
      settings.put("HARBOR_OIDC_CLIENT_SECRET", "none");
      Telemetry telemetry = Telemetry.start(process.name(), Map.of("OTEL_SDK_DISABLED", "true"));
      return new Alone(telemetry, process.start(Environment.of(settings), telemetry));
    }

    Stream<String> endpoints() {
      return bff.server().endpoints().stream();
    }

    HttpResponse<String> ask(String method, String path, String... headers)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + bff.server().port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody());
      if (headers.length > 0) {
        request.headers(headers);
      }
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
      bff.close();
      telemetry.close();
    }
  }

  private static Set<String> documented(String bff) throws IOException {
    try (InputStream kept =
        ApiRoutesIT.class.getResourceAsStream("/harbor/openapi/" + bff + ".json")) {
      JsonNode paths = new ObjectMapper().readTree(kept).get("paths");
      Set<String> documented = new TreeSet<>();
      paths.fieldNames().forEachRemaining(documented::add);
      return documented;
    }
  }
}
