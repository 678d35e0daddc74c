package harbor.web.dashboard;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.OrdersClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.Plan;
import harbor.kit.runtime.StartFailed;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** {@code /web/dashboard}; without history when that cannot be had. */
public final class DashboardScreen {
  private static final int MAX_ORDERS = 100;

  private static final String ZONE = "HARBOR_MARKET_TIME_ZONE";

  private DashboardScreen() {}

  /** Adds the route. */
  public static void add(Routes to, Kit kit) {
    UsersClient users = kit.client(UsersClient.SERVICE);
    OrdersClient orders = kit.client(OrdersClient.SERVICE);
    String zone =
        zone(
            kit.environment()
                .text(
                    ZONE,
                    "Europe/Berlin",
                    "By whose clocks months begin in charts: an IANA time zone."));
    var user = critical("users.own", users.own.with((String asked) -> asked)).within(ofMillis(150));
    var own =
        optional("orders.own", orders.own.with(DashboardScreen::newest))
            .within(ofMillis(300))
            .orElse(ListOrdersResponse.getDefaultInstance());
    var orderMonths =
        optional("orders.months", orders.months.with((String _) -> zone))
            .within(ofMillis(400))
            .orElse(List.of());
    var pointMonths =
        optional("users.point_months", users.pointMonths.with((String _) -> zone))
            .within(ofMillis(400))
            .orElse(List.of());
    to.get(
            "/web/dashboard",
            _ -> "",
            Plan.of("web.dashboard", ofMillis(450), user, own, orderMonths, pointMonths)
                .shows(
                    parts ->
                        DashboardViews.view(
                            parts.of(user),
                            parts.of(own),
                            parts.of(orderMonths).value(),
                            parts.of(pointMonths).value(),
                            parts.language())))
        .signedIn()
        .privateCache(Duration.ZERO);
  }

  static String zone(String name) {
    try {
      return ZoneId.of(name).getId();
    } catch (DateTimeException _) {
      throw new StartFailed(
          "%s: %s is no time zone (expected: one like Europe/Berlin).".formatted(ZONE, name));
    }
  }

  private static ListOrdersRequest newest(String asked) {
    return ListOrdersRequest.newBuilder().setPageSize(MAX_ORDERS).build();
  }
}
