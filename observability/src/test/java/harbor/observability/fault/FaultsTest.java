package harbor.observability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private final AtomicInteger dice = new AtomicInteger();
  private final Faults catalog = new Faults("catalog", () -> dice.getAndIncrement() % 100 / 100.0);

  FaultsTest() {
    catalog.of(Set.of("GetProduct", "ListProducts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog latency=800ms",
        "catalog GetProduct errors=3%",
        "catalog errors=0.8%",
        "catalog hang",
        "catalog GetProduct garbage only=HB1001",
        "catalog not-ready",
        "catalog GetProduct off"
      })
  void rule_isReadAsItIsWritten(String text) {
    assertThat(FaultRule.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          catalog | 'catalog' cannot be read (expected: <service> [method] <fault> [only=<id>])
          catalog a b hang | 'catalog a b hang' cannot be read
          catalog hang only= | cannot be read
          catalog slow | 'slow' is no fault (expected: latency=800ms, errors=3%,
          catalog latency=800 | 'latency=800' is no fault
          catalog latency=0ms | 'latency=0ms' is no fault
          catalog latency=60001ms | at most 60000ms
          catalog errors=101% | 'errors=101%' is no fault
          catalog errors=0% | 'errors=0%' is no fault
          catalog errors=0.0% | 'errors=0.0%' is no fault
          catalog latency=0.5ms | 'latency=0.5ms' is no fault
          catalog GetProduct not-ready | not-ready is of a whole service
          """)
  void rule_isRefused_withWhatIsWrong(String text, String said) {
    assertThatThrownBy(() -> FaultRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void nothing_goesWrong_untilItIsSwitchedOn_orAfterItIsOff() {
    assertThat(next("GetProduct", "")).isEmpty();
    turn("catalog hang");
    turn("catalog GetProduct latency=5ms");
    assertThat(next("ListProducts", "")).isEqualTo("hang");
    assertThat(next("GetProduct", "")).isEqualTo("latency=5ms");

    turn("catalog GetProduct off");
    assertThat(next("GetProduct", "")).isEqualTo("hang");
    turn("catalog off");
    assertThat(next("GetProduct", "")).isEmpty();
    assertThat(catalog.rules()).isEmpty();
  }

  @Test
  void fault_takesThePlaceOfTheOneThatIsWhereItIs() {
    turn("catalog hang");
    turn("catalog errors=100%");

    assertThat(catalog.rules()).containsExactly(FaultRule.parse("catalog errors=100%"));
  }

  @Test
  void errors_areSoManyOfAHundred() {
    turn("catalog errors=3%");

    long failed = 0;
    for (int i = 0; i < 1_000; i++) {
      failed += next("GetProduct", "").isEmpty() ? 0 : 1;
    }

    assertThat(failed).isEqualTo(30);
  }

  @Test
  void faultOfAnId_meetsRequestsThatNameIt() {
    turn("catalog hang only=HB1001");

    assertThat(next("GetProduct", "id: \"HB1001\"")).isEqualTo("hang");
    assertThat(next("GetProduct", "id: \"HB10012\"")).isEmpty();
  }

  @Test
  void readiness_isSwitched_andNothingElseThen() {
    AtomicInteger told = new AtomicInteger();
    catalog.whenReadinessChanges(told::incrementAndGet);

    turn("catalog not-ready");

    assertThat(catalog.isReady()).isFalse();
    assertThat(told).hasValue(1);
    assertThat(next("GetProduct", "")).isEmpty();
  }

  @Test
  void process_hasNone_unlessItsSettingIsOn() {
    assertThat(Faults.from(Environment.of(Map.of()), "catalog")).isEmpty();
    assertThat(Faults.from(Environment.of(Map.of("HARBOR_FAULTS", "on")), "catalog")).isPresent();
  }

  @Test
  void page_switchesAllOfItsLinesOrNone() throws Exception {
    Health health = new Health();
    health.turn(Health.State.SERVING);
    try (ManagementServer management = management();
        HttpClient client = HttpClient.newHttpClient()) {
      FaultPage.add(management, health, List.of(catalog, new Faults("media", () -> 0)));

      assertThat(put(client, management, "catalog GetProduct hang\nmedia latency=5ms").body())
          .isEqualTo("catalog GetProduct hang\nmedia latency=5ms\n");
      HttpResponse<String> refused = put(client, management, "media off\ncatalog GetPrice hang");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .isEqualTo("catalog has no method 'GetPrice' (expected: GetProduct, ListProducts)\n");
      assertThat(put(client, management, "mdia hang").body())
          .isEqualTo("There is no service 'mdia' here (expected: catalog, media)\n");
      assertThat(put(client, management, "media Get hang").body())
          .isEqualTo("media has no methods: leave 'Get' out\n");
      assertThat(catalog.rules()).hasSize(1);

      assertThat(put(client, management, "off").body()).isEmpty();
      put(client, management, "media not-ready");
      assertThat(health.state()).isEqualTo(Health.State.NOT_SERVING);
    }
  }

  @Test
  void page_isNotThere_whenNothingCanBeSwitched() throws Exception {
    try (ManagementServer management = management();
        HttpClient client = HttpClient.newHttpClient()) {
      FaultPage.add(management, new Health(), List.of());

      assertThat(put(client, management, "off").statusCode()).isEqualTo(404);
    }
  }

  private void turn(String rule) {
    catalog.turn(FaultRule.parse(rule));
  }

  private String next(String method, String request) {
    Optional<Fault> fault = catalog.next(method, request);
    return fault.map(Fault::toString).orElse("");
  }

  private static ManagementServer management() {
    return ManagementServer.start(new ManagementSettings("127.0.0.1", 0, "PORT", Set.of()));
  }

  private static HttpResponse<String> put(
      HttpClient client, ManagementServer management, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + "/faults"))
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
