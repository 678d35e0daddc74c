package harbor.screens.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.users.v1.ProductMark;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HomeRequestsTest {
  @Test
  void seeds_areWhatWasBoughtOrSeen_theLatestFirst_eachOnce() {
    ListOrdersResponse orders =
        ListOrdersResponse.newBuilder()
            .addOrders(order(30, "bought-late", "both"))
            .addOrders(order(10, "bought-early"))
            .build();

    assertThat(
            HomeRequests.seeds(
                orders, List.of(seen(40, "seen-last"), seen(20, "seen-first"), seen(5, "both"))))
        .containsExactly("seen-last", "bought-late", "both", "seen-first", "bought-early");
  }

  @Test
  void seeds_areTwentyAtMost_andNoneOfANewcomer() {
    List<ProductMark> many = IntStream.range(0, 50).mapToObj(i -> seen(100 - i, "p" + i)).toList();

    assertThat(HomeRequests.seeds(ListOrdersResponse.getDefaultInstance(), many))
        .hasSize(20)
        .startsWith("p0")
        .endsWith("p19");
    assertThat(HomeRequests.seeds(ListOrdersResponse.getDefaultInstance(), List.of())).isEmpty();
  }

  @Test
  void cards_areAskedOnce_forTheBestAndTheLatest() {
    List<PersonalRecommendation> best =
        IntStream.range(0, 5)
            .mapToObj(i -> PersonalRecommendation.newBuilder().setProductId("p" + i).build())
            .toList();

    assertThat(HomeRequests.cards(best, 2, List.of(seen(3, "p1"), seen(2, "s"), seen(1, "t")), 2))
        .containsExactly("p0", "p1", "s");
  }

  private static Order order(int second, String... products) {
    Order.Builder order = Order.newBuilder().setPlacedAt(Timestamps.fromSeconds(second));
    for (String product : products) {
      order.addLines(OrderLine.newBuilder().setProductId(product));
    }
    return order.build();
  }

  private static ProductMark seen(int second, String product) {
    return ProductMark.newBuilder()
        .setProductId(product)
        .setMarkedAt(Timestamps.fromSeconds(second))
        .build();
  }
}
