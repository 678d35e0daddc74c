package harbor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import harbor.bench.cores.Scene;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.products.Contender;
import harbor.bench.products.Page;
import harbor.bench.products.Starting;
import harbor.bench.products.Target;
import harbor.mobile.v1.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every peer answers exactly as Harbor does: a benchmark of unequal work is worth nothing. */
class PeersIT {
  private static final int PRODUCTS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Layout LAYOUT =
      new Layout(Path.of(System.getProperty("harbor.root")).toAbsolutePath().normalize());
  private static final Map<Page, Target> HARBOR = new LinkedHashMap<>();

  private static Scene scene;
  private static Starting starting;

  @BeforeAll
  static void startHarbor() {
    scene = Scene.recorded(LAYOUT, Pinned.ANYWHERE, PRODUCTS);
    starting = new Starting(LAYOUT, scene, Pinned.ANYWHERE);
    for (Page page : Page.values()) {
      HARBOR.put(page, starting.one(Contender.HARBOR, page, 0));
    }
  }

  @AfterAll
  static void stop() {
    HARBOR.values().forEach(Target::close);
    scene.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ARMERIA", "SPRING", "EXPRESS"})
  void peer_answersAsHarbor_forEveryProduct(Contender contender) throws Exception {
    assumeTrue(
        contender != Contender.EXPRESS || starting.prepareExpress(), "Node or npm is missing");

    // One process serves both pages.
    try (Target peer = starting.one(contender, Page.MOBILE, 0)) {
      assertThat(scene.productIds()).hasSize(PRODUCTS);
      for (String id : scene.productIds()) {
        assertThat(mobile(peer.port(), id)).as(id).isEqualTo(mobile(harbor(Page.MOBILE), id));
        assertThat(web(peer.port(), id)).as(id).isEqualTo(web(harbor(Page.WEB), id));
      }
      assertThat(status(peer.port(), Page.MOBILE, "nothing")).isNotEqualTo(200);
      assertThat(status(peer.port(), Page.WEB, "nothing")).isNotEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bareCalls_areMade_orThereIsNoAnswer(Page page) throws Exception {
    try (Target bare = starting.one(Contender.BARE_CALLS, page, 100)) {
      String known = scene.productIds().getFirst();

      assertThat(whole(bare.port(), page, known).body()).hasSize(100);
      assertThat(status(bare.port(), page, "nothing")).isEqualTo(502);
    }
  }

  private static int harbor(Page page) {
    Target target = HARBOR.get(page);
    if (target == null) {
      throw new IllegalStateException(page + " is not there");
    }
    return target.port();
  }

  private static Product mobile(int port, String id) throws Exception {
    HttpResponse<byte[]> response = whole(port, Page.MOBILE, id);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/x-protobuf");
    return Product.parseFrom(response.body());
  }

  /** The page as sorted lines {@code path = value}, so that a difference shows by itself. */
  private static List<String> web(int port, String id) throws Exception {
    ObjectNode page = (ObjectNode) JSON.readTree(whole(port, Page.WEB, id).body());
    ObjectNode meta = (ObjectNode) page.path("meta");
    assertThat(meta.path("traceId").asText()).hasSize(32);
    meta.put("traceId", "").put("generatedAt", "").put("latencyMs", 0);
    ObjectNode seo = (ObjectNode) page.path("seo");
    seo.set("jsonLd", JSON.readTree(seo.path("jsonLd").asText()));
    List<String> lines = new ArrayList<>();
    flatten("", page, lines);
    lines.sort(Comparator.naturalOrder());
    return lines;
  }

  private static void flatten(String path, JsonNode node, List<String> lines) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties().forEach(e -> flatten(path + "/" + e.getKey(), e.getValue(), lines));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "/" + i, node.get(i), lines);
      }
    } else {
      // 4 and 4.0 are one number.
      lines.add(path + " = " + (node.isNumber() ? Double.toString(node.doubleValue()) : node));
    }
  }

  /** The first answers of a process may come too late for their deadlines. */
  private static HttpResponse<byte[]> whole(int port, Page page, String id) throws Exception {
    for (int attempt = 0; ; attempt++) {
      HttpResponse<byte[]> response = get(port, page, id);
      boolean whole =
          response.statusCode() == 200 && response.headers().firstValue("x-degraded").isEmpty();
      if (whole || attempt == 50) {
        assertThat(whole).as("%s on %d: %s", id, port, response).isTrue();
        return response;
      }
    }
  }

  private static int status(int port, Page page, String id) throws Exception {
    return get(port, page, id).statusCode();
  }

  private static HttpResponse<byte[]> get(int port, Page page, String id)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + page.path() + id);
    return HTTP.send(
        HttpRequest.newBuilder(uri).header("Accept", page.accept()).build(),
        BodyHandlers.ofByteArray());
  }
}
