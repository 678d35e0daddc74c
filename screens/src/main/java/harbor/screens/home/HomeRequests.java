package harbor.screens.home;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import harbor.clients.RecommendationsClient;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.users.v1.ProductMark;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What first screens ask core services. Pure functions. */
public final class HomeRequests {
  private HomeRequests() {}

  private record Touched(Timestamp at, String productId) {}

  /** The newest orders. */
  public static ListOrdersRequest newestOrders(int max) {
    return ListOrdersRequest.newBuilder().setPageSize(max).build();
  }

  /** What somebody bought or looked at, the latest first, each once. */
  public static List<String> seeds(ListOrdersResponse orders, List<ProductMark> seen) {
    return Stream.concat(
            orders.getOrdersList().stream().flatMap(HomeRequests::bought),
            seen.stream().map(mark -> new Touched(mark.getMarkedAt(), mark.getProductId())))
        .sorted(Comparator.comparing(Touched::at, Timestamps.comparator()).reversed())
        .map(Touched::productId)
        .distinct()
        .limit(RecommendationsClient.MAX_SEEDS)
        .toList();
  }

  /** Products of which cards are shown: the best recommendations, and the latest seen. */
  public static List<String> cards(
      List<PersonalRecommendation> recommendations,
      int maxRecommended,
      List<ProductMark> seen,
      int maxSeen) {
    return Stream.concat(
            recommendations.stream()
                .map(PersonalRecommendation::getProductId)
                .limit(maxRecommended),
            seen.stream().map(ProductMark::getProductId).limit(maxSeen))
        .distinct()
        .toList();
  }

  private static Stream<Touched> bought(Order order) {
    return order.getLinesList().stream()
        .map(line -> new Touched(order.getPlacedAt(), line.getProductId()));
  }
}
