package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each route with JSON of phone and browser, asked through a proxy that holds requests and answers
 * to the document.
 */
class ValidatingProxyIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A poll waits, and a sign-out ends at the provider. */
  private static final Set<String> PAST = Set.of("get /web/poll", "post /auth/logout");

  private final Store store = RunningStore.get();

  @TempDir private Path folder;

  @Test
  void everyJsonRouteOfTheWeb_isAskedAndAnswered_asTheDocumentSays() throws Exception {
    try (ValidatingProxy proxy = proxy("web-bff", document("web-bff"))) {
      Visitor visitor = signedIn(proxy, "web-bff");
      JsonVisit visit = new JsonVisit(visitor, "web-bff", "/web");
      try {
        visit.shop("/web/checkout");
        visit.web();
      } finally {
        erase(visitor);
      }

      assertThat(visit.objections()).isEmpty();
      assertThat(visit.asked()).containsAll(withJson(document("web-bff")));
    }
  }

  @Test
  void everyJsonRouteOfThePhone_isAskedAndAnswered_asTheDocumentSays() throws Exception {
    try (ValidatingProxy proxy = proxy("mobile-bff", document("mobile-bff"))) {
      Visitor visitor = signedIn(proxy, "mobile-bff");
      String token =
          DevelopmentToken.of("grace", IdentityDev.issuerOf(Environment.of(store.environment())));
      JsonVisit visit =
          new JsonVisit(visitor, "mobile-bff", "/mobile/v1", "Authorization", "Bearer " + token);
      try {
        visit.shop("/v2/mobile/checkout-summary", "/mobile/v2/checkout-summary");
        visit.mobile();
      } finally {
        erase(visitor);
      }

      assertThat(visit.objections()).isEmpty();
      assertThat(visit.asked()).containsAll(withJson(document("mobile-bff")));
    }
  }

  /** The counter-test: what the document does not say is seen, asked or answered. */
  @Test
  void plantedViolation_isSeen() throws Exception {
    Path planted = document("web-bff");
    ObjectNode document = (ObjectNode) JSON.readTree(planted.toFile());
    ((ObjectNode) document.at("/components/schemas/harbor.web.v1.SearchPage/properties/total"))
        .put("type", "string");
    for (JsonNode parameter : document.at("/paths/~1web~1stores/get/parameters")) {
      if (parameter.path("name").asText().equals("pageSize")) {
        ((ObjectNode) parameter.get("schema")).put("maximum", 1);
      }
    }
    JSON.writeValue(planted.toFile(), document);
    try (ValidatingProxy proxy = proxy("web-bff", planted)) {
      Visitor visitor = new Visitor(store, _ -> proxy.port());

      assertThat(violations(visitor, "/web/search?q=lamp")).contains("total");
      assertThat(violations(visitor, "/web/stores?near=53.55,9.99&pageSize=2"))
          .containsIgnoringCase("pageSize");
      assertThat(violations(visitor, "/web/home")).isEmpty();
    }
  }

  private static String violations(Visitor visitor, String path) throws Exception {
    return ValidatingProxy.violations(
        visitor.browser("GET", path, "", ValidatingProxy.UNPACKED.toArray(String[]::new)));
  }

  private ValidatingProxy proxy(String bff, Path document) {
    return ValidatingProxy.start(folder, document, store.port(bff));
  }

  /** Grace, who is a customer and an administrator; she signs in beside the proxy. */
  private Visitor signedIn(ValidatingProxy proxy, String bff) throws Exception {
    Map<String, Integer> proxied = new HashMap<>();
    Visitor visitor = new Visitor(store, name -> proxied.getOrDefault(name, store.port(name)));
    visitor.signIn("grace");
    proxied.put(bff, proxy.port());
    return visitor;
  }

  /** Whoever comes by this name next has nothing. */
  private static void erase(Visitor visitor) throws Exception {
    assertThat(visitor.browser("DELETE", "/web/account", "").statusCode()).isEqualTo(204);
  }

  /** With the name that the session's cookie has at this port. */
  private Path document(String bff) throws IOException {
    String text =
        Http.text(Http.get("http://127.0.0.1:" + store.port(bff) + "/openapi.json"))
            .replaceAll("(__Host-Http-harbor-\\w+-)\\d+", "$1" + store.port(bff));
    return Files.writeString(folder.resolve(bff + ".json"), text);
  }

  /** What succeeds with JSON. */
  private static Set<String> withJson(Path document) throws IOException {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path :
        JSON.readTree(document.toFile()).get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        for (Map.Entry<String, JsonNode> answer :
            method.getValue().path("responses").properties()) {
          if (answer.getKey().startsWith("2")
              && answer.getValue().path("content").has("application/json")) {
            operations.add(method.getKey() + " " + path.getKey());
          }
        }
      }
    }
    assertThat(operations).hasSizeGreaterThan(30);
    operations.removeAll(PAST);
    return operations;
  }
}
