package harbor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Part;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderShipping;
import harbor.orders.v1.OrderStatus;
import harbor.users.v1.User;
import harbor.watch.v1.Today;
import io.grpc.Status;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TodayScreenTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 24);
  private static final User USER = User.newBuilder().setLoyaltyPoints(420).build();

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', 0, -",
        "SHIPPED 2026-12-24, 1, 0",
        "SHIPPED 2026-12-20, 1, 0",
        "CONFIRMED 2027-01-02;SHIPPED 2026-12-28, 2, 4",
        "PLACED, 1, -",
        "DELIVERED 2026-12-24;CANCELLED 2026-12-25;REFUSED 2026-12-26, 0, -",
        "DELIVERED 2026-12-20;CONFIRMED 2026-12-31, 1, 7"
      })
  void view_countsWhatIsUnderWay(String orders, int underWay, Integer days) {
    Today.Builder expected = Today.newBuilder().setPoints(420).setOrdersUnderWay(underWay);
    if (days != null) {
      expected.setDaysUntilDelivery(days);
    }

    assertThat(TodayScreen.view(USER, new Part.Fresh<>(orders(orders)), TODAY))
        .isEqualTo(expected.build());
  }

  @Test
  void view_saysNothingOfOrders_whenNobodyCould() {
    Part<ListOrdersResponse> none =
        new Part.Fallback<>(
            ListOrdersResponse.getDefaultInstance(), Miss.of(Status.Code.UNAVAILABLE, ""));

    assertThat(TodayScreen.view(USER, none, TODAY))
        .isEqualTo(Today.newBuilder().setPoints(420).build());
  }

  @Test
  void view_isAFewBytes() {
    Today view = TodayScreen.view(USER, new Part.Fresh<>(orders("SHIPPED 2026-12-28")), TODAY);

    assertThat(view.toByteArray()).hasSizeLessThanOrEqualTo(8);
  }

  private static ListOrdersResponse orders(String text) {
    ListOrdersResponse.Builder orders = ListOrdersResponse.newBuilder();
    Stream.of(text.split(";", -1))
        .filter(order -> !order.isEmpty())
        .map(order -> order.split(" ", -1))
        .forEach(
            order ->
                orders.addOrders(
                    Order.newBuilder()
                        .setStatus(OrderStatus.valueOf("ORDER_STATUS_" + order[0]))
                        .setShipping(
                            OrderShipping.newBuilder()
                                .setEarliest(order.length > 1 ? order[1] : ""))));
    return orders.build();
  }
}
