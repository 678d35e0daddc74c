package harbor.watch;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.OrdersClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.plan.Part;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.screens.order.OrderViews;
import harbor.users.v1.User;
import harbor.watch.v1.Today;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code GET /watch/v1/today}: what is on its way to the wearer, and their points. */
final class TodayScreen {
  private static final int MAX_ORDERS = 100;

  private TodayScreen() {}

  /** Asks these services, whatever is asked. */
  static Screen<String, Today> of(UsersClient users, OrdersClient orders, InstantSource clock) {
    var user = critical("users.own", users.own.with((String asked) -> asked)).within(ofMillis(150));
    var own =
        optional("orders.own", orders.own.with(TodayScreen::newest))
            .within(ofMillis(150))
            .orElse(ListOrdersResponse.getDefaultInstance());
    return Plan.of("watch.today", ofMillis(200), user, own)
        .shows(
            parts ->
                view(
                    parts.of(user),
                    parts.of(own),
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }

  private static ListOrdersRequest newest(String asked) {
    return ListOrdersRequest.newBuilder().setPageSize(MAX_ORDERS).build();
  }

  static Today view(User user, Part<ListOrdersResponse> orders, LocalDate today) {
    Today.Builder view = Today.newBuilder().setPoints(user.getLoyaltyPoints());
    if (orders instanceof Part.Fallback) {
      return view.build();
    }
    List<Order> underWay =
        orders.value().getOrdersList().stream().filter(OrderViews::isUnderWay).toList();
    view.setOrdersUnderWay(underWay.size());
    underWay.stream()
        .map(order -> order.getShipping().getEarliest())
        .filter(day -> !day.isEmpty())
        .map(LocalDate::parse)
        .min(LocalDate::compareTo)
        .ifPresent(
            first ->
                view.setDaysUntilDelivery(
                    Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(today, first)))));
    return view.build();
  }
}
