package harbor.allinone.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MockBffTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PRODUCT = "/mobile/v1/products/HB1001";

  private static MockBff mock;
  private static WebClient client;

  @BeforeAll
  static void start() {
    mock = MockBff.start("mobile-bff", 0).orElseThrow();
    client = WebClient.of("http://127.0.0.1:" + mock.port());
  }

  @AfterAll
  static void stop() {
    mock.close();
  }

  @Test
  void screen_isAnswered_asItsFirstExampleShows() throws IOException {
    AggregatedHttpResponse answer = get(PRODUCT);

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.headers().get("x-schema-version")).startsWith("harbor.mobile.v1.Product; 1.");
    assertThat(JSON.readTree(answer.contentUtf8()).get("id").textValue()).isEqualTo("HB1001");
  }

  @Test
  void part_isMissing_whenTheStateSaysSo() throws IOException {
    AggregatedHttpResponse answer = get(PRODUCT + "?state=degraded:reviews.rating");

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.headers().get("x-degraded")).isEqualTo("reviews.rating");
    assertThat(JSON.readTree(answer.contentUtf8()).get("rating").intValue()).isZero();
  }

  @Test
  void error_isTheCodes_withItsStatus() throws IOException {
    AggregatedHttpResponse answer = get(PRODUCT + "?state=error:CATALOG_UNAVAILABLE");

    assertThat(answer.status().code()).isEqualTo(503);
    assertThat(answer.headers().get("retry-after")).isEqualTo("2");
    JsonNode error = JSON.readTree(answer.contentUtf8());
    assertThat(error.get("code").textValue()).isEqualTo("CATALOG_UNAVAILABLE");
    assertThat(error.get("retryable").booleanValue()).isTrue();
  }

  @Test
  void unknownState_isRefused_withThoseThereAre() {
    AggregatedHttpResponse answer = get(PRODUCT + "?state=angry");

    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(answer.contentUtf8())
        .contains("empty", "degraded:inventory.stock", "error:PRODUCT_NOT_FOUND");
    assertThat(get("/mobile/v9/products/HB1001").status().code()).isEqualTo(404);
  }

  /**
   * Every route of every document, in each of its states; what is empty has what the schema
   * demands.
   */
  @Test
  void everyRoute_answersInEachOfItsStates() throws IOException {
    JsonNode document = JSON.readTree(get("/openapi.json").contentUtf8());
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        MockRoute route =
            new MockRoute(document, operation.getKey(), path.getKey(), operation.getValue());
        assertThat(route.answer(null)).as("%s", route).isPresent();
        assertThat(route.states()).isNotEmpty();
        for (String state : route.states()) {
          assertThat(route.answer(state)).as("%s in %s", route, state).isPresent();
        }
      }
    }
    assertThat(MockBff.start("none-bff", 0)).isEmpty();
  }

  private static AggregatedHttpResponse get(String path) {
    return client.get(path).aggregate().join();
  }
}
