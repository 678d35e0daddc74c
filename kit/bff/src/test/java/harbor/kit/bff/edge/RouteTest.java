package harbor.kit.bff.edge;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.plan.Source;
import harbor.kit.runtime.StartFailed;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final HttpCaching PUBLIC = HttpCaching.shared(ofSeconds(1), ofSeconds(1));

  private final Routes routes = new Routes(ofSeconds(1));

  @Test
  void route_isRefused_whenAPersonsPageIsPublic() {
    String refusal =
        "/orders/{id} cannot be public, max-age=0, s-maxage=1, stale-while-revalidate=1: it shows"
            + " what belongs to whoever asks. Let only the asker keep it.";

    assertThatThrownBy(() -> routes.get("/orders/{id}", lamp()).personal().caching(PUBLIC))
        .isInstanceOf(StartFailed.class)
        .hasMessage(refusal);
    assertThatThrownBy(
            () -> new Routes(ofSeconds(1)).get("/orders/{id}", lamp()).caching(PUBLIC).signedIn())
        .isInstanceOf(StartFailed.class)
        .hasMessage(refusal);
  }

  @Test
  void route_isTaken_whenOnlyTheAskerKeepsAPersonsPage_orThePageIsEverybodys() {
    HttpCaching asker = HttpCaching.personal(ofSeconds(30));

    assertThat(routes.get("/a/{id}", lamp()).personal().caching(asker).isPublic()).isFalse();
    assertThat(routes.get("/b/{id}", lamp()).signedIn().isPublic()).isFalse();
    assertThat(routes.get("/c/{id}", lamp()).caching(PUBLIC).isPublic()).isTrue();
    assertThat(routes.get("/d/{id}", lamp()).caching(asker).isPublic()).isFalse();
  }

  @Test
  void route_knowsItsView_andItsStatedPlans() {
    Route<String, StringValue> route = routes.get("/lamps/{id}", lamp());

    assertThat(route.example()).isEqualTo(StringValue.getDefaultInstance());
    assertThat(route.stated().method()).isEqualTo("GET");
    assertThat(route.stated().plans()).extracting(Plan::name).containsExactly("test.lamp");
  }

  @Test
  void route_isRefused_whenItStandsThereTwice() {
    routes.get("/lamps/{id}", lamp());

    assertThatThrownBy(() -> routes.get("/lamps/{id}", lamp()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GET /lamps/{id} stands there twice");
  }

  @Test
  void read_isRefused_whenAPlanOfItChangesSomething() {
    Screen<String, StringValue> change =
        plan().changes().shows(_ -> StringValue.getDefaultInstance());

    assertThatThrownBy(() -> routes.get("/lamps/{id}", change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /lamps/{id}: a plan of it changes something");
  }

  @Test
  void write_isRefused_whenItsInputLacksAVariableOfThePath() {
    Source<StringValue, String> source = _ -> new CompletableFuture<>();
    Screen<StringValue, StringValue> screen =
        Plan.of("test.lamp", ofMillis(10), critical("test.lamp", source).within(ofMillis(10)))
            .shows(_ -> StringValue.getDefaultInstance());

    assertThatThrownBy(() -> routes.post("/lamps/{id}", screen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no field id");
  }

  private static Screen<String, StringValue> lamp() {
    return plan().shows(_ -> StringValue.getDefaultInstance());
  }

  private static Plan<String> plan() {
    Source<String, String> source = _ -> new CompletableFuture<>();
    return Plan.of("test.lamp", ofMillis(10), critical("test.lamp", source).within(ofMillis(10)));
  }
}
