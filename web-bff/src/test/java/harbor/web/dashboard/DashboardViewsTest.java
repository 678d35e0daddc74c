package harbor.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Part;
import harbor.kit.runtime.StartFailed;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.OrderStatus;
import harbor.scripted.CoreOrder;
import harbor.scripted.CorePerson;
import harbor.web.v1.Dashboard;
import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DashboardViewsTest {
  @Test
  void ordersAndDelivery_areAbsent_whenNobodyKnowsThem() {
    Dashboard view =
        view(
            new Part.Fallback<>(
                ListOrdersResponse.getDefaultInstance(), Miss.of(Status.Code.UNAVAILABLE, "")));

    assertThat(view.hasOrders()).isFalse();
    assertThat(view.hasDelivery()).isFalse();
    assertThat(view.getPoints().getMonthsList()).isEmpty();
  }

  @Test
  void nextDelivery_isAbsent_whenNoneIsUnderWay() {
    Dashboard view =
        view(
            new Part.Fresh<>(
                ListOrdersResponse.newBuilder()
                    .addOrders(
                        CoreOrder.ordinary().toBuilder()
                            .setStatus(OrderStatus.ORDER_STATUS_DELIVERED))
                    .addOrders(CoreOrder.ordinary().toBuilder().setIsHistory(true))
                    .build()));

    assertThat(view.getOrders().getUnderWay()).isZero();
    assertThat(view.hasDelivery()).isTrue();
    assertThat(view.getDelivery().hasNextOrderId()).isFalse();
  }

  @Test
  void zone_thatIsNone_endsTheStart() {
    assertThat(DashboardScreen.zone("America/New_York")).isEqualTo("America/New_York");
    assertThatThrownBy(() -> DashboardScreen.zone("Berlin"))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_MARKET_TIME_ZONE");
  }

  private static Dashboard view(Part<ListOrdersResponse> orders) {
    return DashboardViews.view(CorePerson.ordinary(), orders, List.of(), List.of(), Locale.GERMANY);
  }
}
