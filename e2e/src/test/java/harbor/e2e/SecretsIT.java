package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A whole visit at the store that {@code up} runs, through all services and with what goes wrong:
 * nothing that opens a door stands in a log at DEBUG, a span, a metric or the engineers' pages.
 */
class SecretsIT {
  private static final Store STORE = RunningStore.get();

  @Test
  void whatOpensADoor_isWrittenDownNowhere() throws Exception {
    Visitor visitor = new Visitor(STORE);
    List<String> secrets = new ArrayList<>(visitor.signIn("ada"));
    Belongings.of(visitor);
    String token = visitor.said("token", "ada").strip();
    HttpResponse<String> seen =
        visitor.phone("GET", "/mobile/v1/account", "", "Authorization", "Bearer " + token);
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(
            visitor
                .phone("GET", "/mobile/v1/account", "", "Authorization", "Bearer " + token + "x")
                .statusCode())
        .isEqualTo(401);
    secrets.add(token);
    Map<String, String> cookies = visitor.cookies();
    cookies.forEach((_, value) -> secrets.add(value));
    String tag = Visitor.tree(visitor.browser("GET", "/auth/me", "")).get("csrf").asText();
    secrets.add(tag);
    secrets.add(STORE.databasePassword());
    assertThat(visitor.browser("POST", "/auth/logout", "").statusCode()).isEqualTo(200);
    HttpResponse<String> after = visitor.browser("GET", "/web/account", "");
    assertThat(after.statusCode()).isEqualTo(401);
    RunningStore.traces().awaitTrace(after.headers().firstValue("x-trace-id").orElseThrow(), 1);

    String written =
        STORE.log()
            + RunningStore.traces().spans().stream()
                .map(received -> received.service() + received.span())
                .collect(joining("\n"))
            + Http.text(Http.get(STORE.management("/metrics")))
            + Http.text(Http.get(STORE.management("/plans.json")));

    assertThat(cookies).isNotEmpty();
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(6);
    assertThat(written).contains("act=sign-in", "act=sign-out", "PlaceOrder", "/web/orders");
    assertThat(secrets.stream().filter(written::contains)).isEmpty();
    // service tokens are signed anew for each caller: whatever looks like one is one
    assertThat(token).containsPattern(Visitor.SIGNED);
    assertThat(written).doesNotContainPattern(Visitor.SIGNED);
  }
}
