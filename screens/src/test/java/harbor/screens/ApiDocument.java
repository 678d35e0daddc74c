package harbor.screens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import harbor.contracts.ProtoComments;
import harbor.contracts.ProtoReasons;
import harbor.contracts.ProtoReasons.Reason;
import harbor.kit.bff.openapi.Api;
import harbor.kit.bff.openapi.Example;
import harbor.kit.bff.openapi.OpenApi;
import harbor.kit.bff.plan.Miss;
import harbor.scripted.ScriptedCores;
import harbor.type.v1.Access;
import harbor.type.v1.AccessOuterClass;
import harbor.type.v1.Subject;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The kept document of a BFF's API: what the contracts say, and samples as its examples. */
final class ApiDocument {
  /** In place of what differs from one answer to the next. */
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final int MILLIS = 12;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\*?)(\\w+)}");
  private static final Path PROTOS = Path.of(System.getProperty("harbor.root"), "proto/harbor");
  private static final Path RELEASED = Path.of(System.getProperty("harbor.root"), "proto/released");
  private static final Map<String, MethodDescriptor<?, ?>> METHODS =
      ScriptedCores.methods().stream()
          .collect(toMap(MethodDescriptor::getFullMethodName, Function.identity()));

  private ApiDocument() {}

  /** The document, as it is kept. */
  static String of(Api api, String version, List<Example> examples) throws IOException {
    Map<String, String> comments = ProtoComments.of(PROTOS);
    Map<String, Set<Reason>> reasons = ProtoReasons.of(PROTOS);
    ObjectNode document =
        OpenApi.of(
            api,
            version,
            name -> comments.getOrDefault(name, ""),
            method -> misses(reasons, method),
            examples);
    return document.toPrettyString();
  }

  private static List<Miss> misses(Map<String, Set<Reason>> reasons, String method) {
    MethodDescriptor<?, ?> rpc = Objects.requireNonNull(METHODS.get(method), method);
    String key = method.split("\\.", 3)[1] + "." + rpc.getBareMethodName();
    return reasons.getOrDefault(key, Set.of()).stream()
        .filter(reason -> applies(reason, access(rpc)))
        .map(reason -> Miss.of(Status.Code.valueOf(reason.status()), reason.reason()))
        .toList();
  }

  /** What the option of an rpc brings depends on what it says. */
  private static boolean applies(Reason reason, Access access) {
    return switch (reason.reason()) {
      case "NO_CALLER" -> access.getSubject() != Subject.SUBJECT_ANY;
      case "ROLE_REQUIRED" -> !access.getRole().isEmpty();
      default -> true;
    };
  }

  private static Access access(MethodDescriptor<?, ?> rpc) {
    return rpc.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        ? schema.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access)
        : Access.getDefaultInstance();
  }

  /** The version that was released last. */
  static String version() throws IOException {
    return Files.readString(RELEASED.resolve("VERSION")).strip();
  }

  /** The document that was released last; empty for a BFF that had none then. */
  static Optional<JsonObject> released(String bff) throws IOException {
    Path kept = RELEASED.resolve(bff + ".json.gz");
    if (!Files.exists(kept)) {
      return Optional.empty();
    }
    try (Reader text =
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(kept)), UTF_8)) {
      return Optional.of(JsonParser.parseReader(text).getAsJsonObject());
    }
  }

  /** The rpcs that were released last, as {@link #promises} of them; none where there were none. */
  static Set<String> releasedRpcs(String bff) throws IOException {
    Path kept = RELEASED.resolve(bff + ".proto.gz");
    if (!Files.exists(kept)) {
      assertThat(RELEASED.resolve(bff + ".json.gz")).as("released without its rpcs").doesNotExist();
      return Set.of();
    }
    try (InputStream text = new GZIPInputStream(Files.newInputStream(kept))) {
      return promises(new String(text.readAllBytes(), UTF_8));
    }
  }

  /** What clients generated from a .proto rely on: its rpcs, and each field with its number. */
  static Set<String> promises(String proto) {
    Set<String> promises = new TreeSet<>();
    String block = "";
    for (String line : proto.lines().map(String::strip).toList()) {
      if (line.startsWith("message ") || line.startsWith("service ")) {
        block = line;
      }
      if (line.startsWith("rpc ") || line.matches("[^/].* = \\d+;")) {
        promises.add(block + " " + line);
      }
    }
    return promises;
  }

  /** A document as it is kept. */
  static JsonObject read(Path document) {
    try (Reader text = Files.newBufferedReader(document)) {
      return JsonParser.parseReader(text).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A sample as it is shown.
   *
   * @param pattern of its route's path
   * @param body of its answer as JSON; empty where it has none
   */
  static Example example(Sample sample, String pattern, int status, byte[] body) {
    return new Example(
        sample.name(),
        sample.method(),
        pattern,
        parameters(sample.path(), pattern),
        sample.body().isEmpty() || sample.name().startsWith("degraded:")
            ? Optional.empty()
            : Optional.of(tree(sample.body())),
        status,
        body.length == 0 ? Optional.empty() : Optional.of(settled(tree(new String(body, UTF_8)))));
  }

  /** With the same in place of what differs from one time to the next. */
  static JsonNode settled(JsonNode answer) {
    if (answer instanceof ObjectNode object) {
      if (object.has("sessions")) {
        object.putArray("sessions");
      }
      if (object.get("meta") instanceof ObjectNode meta) {
        meta.put("traceId", TRACE_ID).put("generatedAt", TIME).put("latencyMs", MILLIS);
      }
      if (object.has("traceId")) {
        object.put("traceId", TRACE_ID);
      }
    }
    return answer;
  }

  private static Map<String, List<String>> parameters(String path, String pattern) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    String[] parts = path.split("\\?", 2);
    List<String> names = new ArrayList<>();
    StringBuilder expression = new StringBuilder();
    Matcher variable = VARIABLE.matcher(pattern);
    int end = 0;
    while (variable.find()) {
      names.add(variable.group(2));
      expression
          .append(Pattern.quote(pattern.substring(end, variable.start())))
          .append(variable.group(1).isEmpty() ? "([^/]+)" : "(.+)");
      end = variable.end();
    }
    expression.append(Pattern.quote(pattern.substring(end)));
    Matcher values = Pattern.compile(expression.toString()).matcher(parts[0]);
    if (values.matches()) {
      for (int i = 0; i < names.size(); i++) {
        parameters.put(names.get(i), List.of(decoded(values.group(i + 1))));
      }
    }
    if (parts.length > 1) {
      for (String pair : parts[1].split("&", -1)) {
        String[] sides = pair.split("=", 2);
        parameters
            .computeIfAbsent(decoded(sides[0]), _ -> new ArrayList<>())
            .add(decoded(sides[1]));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
