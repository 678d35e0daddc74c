package harbor.kit.bff.edge;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.runtime.StartFailed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScreenRouteTest {
  private static final HttpCaching PUBLIC = HttpCaching.shared(ofSeconds(1), ofSeconds(1));

  @Test
  void route_isRefused_whenAPersonsPageIsPublic() {
    assertThatThrownBy(() -> route(new OrdersScreen(), PUBLIC))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "/orders cannot be public, max-age=0, s-maxage=1, stale-while-revalidate=1:"
                + " OrdersScreen shows what belongs to whoever asks. Let only the asker keep it.");
  }

  @Test
  void route_isTaken_whenOnlyTheAskerKeepsAPersonsPage_orThePageIsEverybodys() {
    HttpCaching asker = HttpCaching.personal(ofSeconds(30));

    assertThat(route(new OrdersScreen(), asker).isPublic()).isFalse();
    assertThat(route(new OrdersScreen(), HttpCaching.NOT_KEPT).isPublic()).isFalse();
    assertThat(route(new LampScreen(), PUBLIC).isPublic()).isTrue();
    assertThat(route(new LampScreen(), asker).isPublic()).isFalse();
  }

  private static ScreenRoute<String, StringValue> route(
      Screen<String, StringValue> screen, HttpCaching caching) {
    return new ScreenRoute<>("/orders", screen, _ -> "", ofSeconds(1), Optional.empty(), caching);
  }

  private static class LampScreen implements Screen<String, StringValue> {
    @Override
    public List<Plan<?>> plans() {
      return List.of();
    }

    @Override
    public CompletableFuture<Page<StringValue>> page(RequestScope scope, String input) {
      return new CompletableFuture<>();
    }
  }

  private static final class OrdersScreen extends LampScreen
      implements PersonalScreen<String, StringValue> {}
}
