package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Strings that break programs (npm {@code big-list-of-naughty-strings}), in every text that a BFF
 * takes: never a 5xx; what is stored comes back as it was, what is not is refused with a code; and
 * nobody writes a line of the log. A text that is stored gets all of them; each other one a part,
 * which begins elsewhere for each, so that together they get all.
 */
class NaughtyStringsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What no line of a log may begin with. */
  private static final String FORGED = "FORGED";

  /** Of a route, so many. */
  private static final int EACH = 24;

  /** Streams and polls wait, and who signs out asks for nothing more. */
  private static final String LEFT_OUT = ".*/(events|poll)|/auth/logout";

  private static Store store;
  private static Person ben;

  /** Known from the start: what is tried may end his session. */
  private static String bensId;

  private static Person grace;
  private static List<String> strings;

  @BeforeAll
  static void read() throws Exception {
    strings = new ArrayList<>(List.of("\n" + FORGED, "\r\n" + FORGED, "a\u2028" + FORGED, "\0"));
    for (JsonNode one :
        JSON.readTree(
            Judges.place()
                .resolve("node_modules/big-list-of-naughty-strings/blns.json")
                .toFile())) {
      strings.add(one.textValue());
    }
    store = RunningStore.get();
    ben = Person.signedIn(store, store::port, "ben");
    bensId = Visitor.tree(ben.visitor().browser("GET", "/web/account", "")).get("userId").asText();
    grace = Person.signedIn(store, store::port, "grace");
  }

  @AfterAll
  static void startAnew() throws Exception {
    if (bensId != null) {
      ben.startAnew(bensId);
    }
  }

  @Test
  void everyText_isTakenOrRefused_andNoneFails() throws Exception {
    List<String> found = new ArrayList<>();
    int asked = 0;
    for (BffProcess bff : Processes.bffs()) {
      JsonNode document =
          JSON.readTree(ben.ask(bff.name(), "GET", "/openapi.json", "", Map.of()).body());
      for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
        for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
          if (!path.getKey().matches(LEFT_OUT)) {
            asked += ask(bff.name(), path.getKey(), operation, asked, found);
          }
        }
      }
    }

    assertThat(found).isEmpty();
    assertThat(asked).isGreaterThan(1_000);
    assertThat(store.log().lines().filter(line -> line.startsWith(FORGED))).isEmpty();
  }

  /** The counter-test: a line that somebody wrote begins like that. */
  @Test
  void forgedLine_isFound() {
    assertThat(("user said \n" + FORGED).lines().filter(line -> line.startsWith(FORGED)))
        .hasSize(1);
  }

  @Test
  void storedText_isGivenBackAsItWas_orRefusedWithACode() throws Exception {
    List<String> found = new ArrayList<>();
    int stored = 0;
    for (String naughty : strings) {
      ObjectNode address =
          JSON.createObjectNode()
              .put("name", naughty)
              .put("city", naughty)
              .put("region", naughty)
              .put("postalCode", "28197")
              .put("country", "DE");
      address.putArray("lines").add(naughty);
      String path = "/mobile/v1/account/addresses/n-" + stored % 8;
      HttpResponse<String> saved = put(path, address);
      if (saved.statusCode() >= 300) {
        refused(saved, naughty, found);
        continue;
      }
      stored++;
      JsonNode kept = Visitor.tree(ben.ask("mobile-bff", "GET", path, "", Map.of()));
      for (String field : List.of("/name", "/city", "/region", "/lines/0")) {
        // What is empty is not said.
        if (!kept.at(field).asText().equals(naughty)) {
          found.add(field + " of " + JSON.writeValueAsString(naughty) + " is " + kept.at(field));
        }
      }
    }

    assertThat(found).isEmpty();
    assertThat(stored).isGreaterThan(100);
  }

  private static HttpResponse<String> put(String path, ObjectNode address) throws Exception {
    HttpResponse<String> now = ben.ask("mobile-bff", "GET", path, "", Map.of());
    Map<String, String> headers =
        now.statusCode() == 200
            ? Map.of("If-Match", "\"" + Visitor.tree(now).get("version").asText() + "\"")
            : Map.of();
    return ben.ask("mobile-bff", "PUT", path, address.toString(), headers);
  }

  /** Each of its texts in turn gets one, the others what an example says. */
  private static int ask(
      String bff, String path, Map.Entry<String, JsonNode> operation, int seed, List<String> found)
      throws Exception {
    List<String> parameters = new ArrayList<>();
    for (JsonNode parameter : operation.getValue().path("parameters")) {
      if (!parameter.get("in").asText().equals("header")) {
        parameters.add(parameter.get("name").asText());
      }
    }
    JsonNode example = example(operation.getValue());
    int texts = parameters.size() + leaves(example).size();
    for (int i = 0; texts > 0 && i < EACH; i++) {
      String naughty = strings.get((seed + i * 7) % strings.size());
      int turn = i % texts;
      ObjectNode body = example.deepCopy();
      if (turn >= parameters.size()) {
        leaves(body).get(turn - parameters.size()).set(naughty);
      }
      HttpResponse<String> answer =
          asker(path)
              .ask(
                  bff,
                  operation.getKey().toUpperCase(Locale.ROOT),
                  target(path, parameters, turn, naughty),
                  example.isEmpty() ? "" : body.toString(),
                  Map.of("Idempotency-Key", UUID.randomUUID().toString()));
      if (answer.statusCode() >= 400) {
        refused(answer, operation.getKey() + " " + path + " " + naughty, found);
      }
    }
    return texts > 0 ? EACH : 0;
  }

  private static Person asker(String path) {
    return path.contains("/admin/") ? grace : ben;
  }

  /** The path with its query. */
  private static String target(String path, List<String> parameters, int turn, String naughty) {
    String target = path;
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i);
      String value = i == turn ? naughty : "none";
      if (target.contains("{" + name + "}")) {
        target = target.replace("{" + name + "}", encoded(value.isEmpty() ? "none" : value));
      } else if (i == turn) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value));
      }
    }
    return target + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace(".", "%2E");
  }

  private static ObjectNode example(JsonNode operation) {
    JsonNode examples = operation.at("/requestBody/content/application~1json/examples");
    return examples.isMissingNode()
        ? JSON.createObjectNode()
        : (ObjectNode) examples.elements().next().get("value");
  }

  /** A text of a body. */
  private record Leaf(JsonNode of, String name, int index) {
    void set(String text) {
      if (of instanceof ObjectNode object) {
        object.put(name, text);
      } else if (of instanceof ArrayNode array) {
        array.set(index, TextNode.valueOf(text));
      }
    }
  }

  private static List<Leaf> leaves(JsonNode tree) {
    List<Leaf> leaves = new ArrayList<>();
    tree.properties()
        .forEach(
            member -> {
              if (member.getValue().isTextual()) {
                leaves.add(new Leaf(tree, member.getKey(), 0));
              }
              leaves.addAll(leaves(member.getValue()));
            });
    if (tree.isArray()) {
      for (int i = 0; i < tree.size(); i++) {
        if (tree.get(i).isTextual()) {
          leaves.add(new Leaf(tree, "", i));
        }
        leaves.addAll(leaves(tree.get(i)));
      }
    }
    return leaves;
  }

  private static void refused(HttpResponse<String> answer, String what, List<String> found)
      throws IOException {
    if (answer.statusCode() >= 500) {
      found.add(answer.statusCode() + " " + what + " " + answer.body());
    } else if (is("text/html", answer)) {
      assertThat(answer.body()).doesNotContain("<script>alert");
    } else if (!answer.body().startsWith("{")
        || JSON.readTree(answer.body()).path("code").asText().isEmpty()) {
      found.add("without a code: " + answer.statusCode() + " " + what + " " + answer.body());
    }
  }

  private static boolean is(String type, HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("").startsWith(type);
  }
}
