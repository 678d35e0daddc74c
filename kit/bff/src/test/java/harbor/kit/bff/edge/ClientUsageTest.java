package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientUsageTest {
  private static final String ROUTE = "GET /mobile/v1/products/{id}";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ClientUsage usage = new ClientUsage(metrics);

  @ParameterizedTest
  @CsvSource({
    "app/3.2.1, app, 3.2.1",
    "app/3, app, 3",
    "shop-app/12.0, shop-app, 12.0",
    ", none, none",
    "'', other, other",
    "app, other, other",
    "App/3.2.1, other, other",
    "app/3.2.1.4, other, other",
    "app/3.2.1 (iOS), other, other",
    "'app/3\", x=\"', other, other",
  })
  void client_isCounted_byItsNameAndVersion(String header, String client, String version) {
    usage.count(ROUTE, header);

    Counter counter =
        metrics
            .get("harbor.client.requests")
            .tags("route", ROUTE, "client", client, "version", version)
            .counter();
    assertThat(counter.count()).isEqualTo(1);
  }

  /** Whoever makes versions up fills no memory, and those who came before stay apart. */
  @Test
  void series_areBounded_whateverClientsSay() {
    usage.count(ROUTE, "app/3.2.1");
    for (int i = 0; i < 10_000; i++) {
      usage.count(ROUTE, "app/4." + i);
    }
    usage.count(ROUTE, "app/3.2.1");

    Collection<Counter> counters = metrics.get("harbor.client.requests").counters();
    assertThat(counters).hasSize(ClientUsage.MAX_CLIENTS + 1);
    assertThat(metrics.get("harbor.client.requests").tag("version", "3.2.1").counter().count())
        .isEqualTo(2);
    assertThat(metrics.get("harbor.client.requests").tag("client", "other").counter().count())
        .isEqualTo(10_001 - ClientUsage.MAX_CLIENTS);
  }
}
