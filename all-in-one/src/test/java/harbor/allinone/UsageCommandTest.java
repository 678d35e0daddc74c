package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageCommandTest {
  private static final String METRICS =
      """
      # TYPE harbor_client_requests_total counter
      harbor_client_requests_total{client="app",route="GET /mobile/v1/products/{id}",service="mobile-bff",version="3.2.1"} 12.0
      harbor_client_requests_total{client="app",route="GET /mobile/v1/products/{id}",service="mobile-bff-2",version="3.2.1"} 3.0
      harbor_client_requests_total{client="none",route="GET /mobile/v1/products/{id}",service="mobile-bff",version="none"} 1.0E3
      harbor_client_requests_total{client="app",route="GET /mobile/v2/products/{id}",service="mobile-bff",version="4.0"} 9.0
      harbor_error_answers_total{client="app",route="GET /mobile/v1/products/{id}",version="3.2.1"} 5.0
      """;

  @Test
  void requests_areThoseOfTheRoute_byClientAndVersion() {
    assertThat(UsageCommand.requests(METRICS, "/mobile/v1/products/{id}"))
        .containsEntry("app/3.2.1", 15.0)
        .containsEntry("none/none", 1_000.0)
        .hasSize(2);
    assertThat(UsageCommand.requests(METRICS, "/mobile/v1/products")).isEmpty();
  }
}
