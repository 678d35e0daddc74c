package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlansPagesTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

  /** With these a script makes markup or code of a text. */
  private static final Pattern MARKUP_OR_CODE =
      Pattern.compile(
          "(?i)(inner|outer)html|insertAdjacent|document\\.write|DOMParser|createContextual"
              + "|srcdoc|setHTML|eval|Function\\(|setAttribute|\\.(href|src|style)\\b");

  private final ManagementServer management =
      ManagementServer.start(
          new ManagementSettings("127.0.0.1", 0, "HARBOR_MANAGEMENT_PORT", Set.of()));
  private final HttpClient client = HttpClient.newHttpClient();

  PlansPagesTest() {
    PlansPages.add(management, List.of());
  }

  @AfterEach
  void close() {
    client.close();
    management.close();
  }

  @Test
  void page_loadsOnlyWhatStandsBesideIt() throws Exception {
    List<String> files =
        REFERENCE.matcher(get("plans").body()).results().map(found -> found.group(1)).toList();

    assertThat(files).contains("plans.js", "plans.css", "plans.json");
    for (String file : files) {
      assertThat(get(file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(type("plans")).isEqualTo("text/html; charset=utf-8");
    assertThat(type("plans.js")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(type("plans.css")).isEqualTo("text/css; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plans", "plans.js", "plans.css"})
  void file_loadsNothingFromElsewhere(String file) throws Exception {
    assertThat(get(file).body()).doesNotContain("//cdn", "http:", "https:", "url(", "@import");
  }

  /** The policy allows neither, so a page that has one would not work. */
  @Test
  void page_hasNoInlineScriptOrStyle() throws Exception {
    HttpResponse<String> page = get("plans");

    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "*");
    assertThat(page.body())
        .doesNotContainPattern("<style|style=|\\son[a-z]+=|<script>|javascript:");
  }

  @Test
  void script_setsTextAsText() throws Exception {
    assertThat(get("plans.js").body()).doesNotContainPattern(MARKUP_OR_CODE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cell.innerHTML = name",
        "cell.insertAdjacentHTML('beforeend', name)",
        "document.write(name)",
        "new DOMParser()",
        "eval(name)",
        "link.href = name",
        "cell.setAttribute('onclick', name)"
      })
  void script_wouldBeCaught_ifItMadeMarkupOrCodeOfText(String statement) {
    assertThat(statement).containsPattern(MARKUP_OR_CODE);
  }

  /** A field that is new, or has another name, must come onto the page as well. */
  @Test
  void script_showsEveryField() throws Exception {
    Set<String> fields = new TreeSet<>();
    collect(
        new ObjectMapper()
            .readTree(
                PlansJson.text(Instant.EPOCH, List.of(Example.plans(Condition.SLOW, "nothing")))),
        fields);
    String script = get("plans.js").body();

    assertThat(fields)
        .hasSizeGreaterThan(50)
        .allSatisfy(field -> assertThat(script).containsPattern("\\b" + field + "\\b"));
  }

  /** Names of fields, not those that are labels of an outcome or a source. */
  private static void collect(JsonNode node, Set<String> fields) {
    node.forEach(child -> collect(child, fields));
    node.properties()
        .forEach(
            field -> {
              fields.add(field.getKey());
              if (Set.of("outcomes", "answers").contains(field.getKey())) {
                field.getValue().fieldNames().forEachRemaining(fields::remove);
              }
            });
  }

  private String type(String path) throws Exception {
    return get(path).headers().firstValue("content-type").orElseThrow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + management.port() + "/" + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
