package harbor.web.dashboard;

import static java.util.Comparator.comparing;

import harbor.kit.bff.plan.Part;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.screens.account.AccountViews;
import harbor.screens.order.OrderViews;
import harbor.users.v1.User;
import harbor.web.edge.PriceViews;
import harbor.web.order.WebOrderViews;
import harbor.web.v1.Dashboard;
import harbor.web.v1.DashboardDelivery;
import harbor.web.v1.DashboardOrders;
import harbor.web.v1.DashboardPoints;
import harbor.web.v1.DeliveryMonth;
import harbor.web.v1.OrderMonth;
import harbor.web.v1.PointMonth;
import java.util.List;
import java.util.Locale;

/** What a person's dashboard shows. Pure. */
final class DashboardViews {
  private DashboardViews() {}

  static Dashboard view(
      User user,
      Part<ListOrdersResponse> orders,
      List<harbor.orders.v1.OrderMonth> orderMonths,
      List<harbor.users.v1.PointMonth> pointMonths,
      Locale language) {
    Dashboard.Builder view = Dashboard.newBuilder().setPoints(points(user, pointMonths));
    if (orders instanceof Part.Fallback) {
      return view.build();
    }
    List<Order> underWay =
        orders.value().getOrdersList().stream().filter(OrderViews::isUnderWay).toList();
    return view.setOrders(orders(underWay, orderMonths, language))
        .setDelivery(delivery(underWay, orderMonths))
        .build();
  }

  private static DashboardOrders orders(
      List<Order> underWay, List<harbor.orders.v1.OrderMonth> months, Locale language) {
    DashboardOrders.Builder view = DashboardOrders.newBuilder().setUnderWay(underWay.size());
    underWay.forEach(order -> view.addOpen(WebOrderViews.card(order, language)));
    for (harbor.orders.v1.OrderMonth month : months) {
      OrderMonth.Builder shown =
          OrderMonth.newBuilder()
              .setMonth(month.getMonth())
              .setOrders(month.getOrders())
              .setPieces(month.getPieces());
      month.getSpentList().forEach(spent -> shown.addSpent(PriceViews.price(spent, language)));
      view.addMonths(shown);
    }
    return view.build();
  }

  private static DashboardDelivery delivery(
      List<Order> underWay, List<harbor.orders.v1.OrderMonth> months) {
    DashboardDelivery.Builder view = DashboardDelivery.newBuilder();
    underWay.stream()
        .filter(order -> !order.getShipping().getEarliest().isEmpty())
        .min(comparing(order -> order.getShipping().getEarliest()))
        .ifPresent(
            next ->
                view.setNextOrderId(next.getId())
                    .setEarliest(next.getShipping().getEarliest())
                    .setLatest(next.getShipping().getLatest()));
    months.stream()
        .filter(harbor.orders.v1.OrderMonth::hasDeliveryDays)
        .forEach(
            month ->
                view.addMonths(
                    DeliveryMonth.newBuilder()
                        .setMonth(month.getMonth())
                        .setDays(month.getDeliveryDays())));
    return view.build();
  }

  private static DashboardPoints points(User user, List<harbor.users.v1.PointMonth> months) {
    DashboardPoints.Builder view =
        DashboardPoints.newBuilder().setNow(Math.toIntExact(user.getLoyaltyPoints()));
    AccountViews.tier(user).ifPresent(view::setTier);
    for (harbor.users.v1.PointMonth month : months) {
      view.addMonths(
          PointMonth.newBuilder()
              .setMonth(month.getMonth())
              .setEarned(Math.toIntExact(month.getEarned()))
              .setSpent(Math.toIntExact(month.getSpent()))
              .setBalance(Math.toIntExact(month.getBalance())));
    }
    return view.build();
  }
}
