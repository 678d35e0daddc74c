package harbor.clients;

import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.orders.v1.BatchGetOrdersRequest;
import harbor.orders.v1.BatchGetOrdersResponse;
import harbor.orders.v1.CancelAnyOrderRequest;
import harbor.orders.v1.CancelAnyOrderResponse;
import harbor.orders.v1.CancelOrderRequest;
import harbor.orders.v1.CancelOrderResponse;
import harbor.orders.v1.GetOrderRequest;
import harbor.orders.v1.GetOrderResponse;
import harbor.orders.v1.GetPurchaseRequest;
import harbor.orders.v1.GetPurchaseResponse;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.ImportOrdersResponse;
import harbor.orders.v1.ListAllOrdersRequest;
import harbor.orders.v1.ListAllOrdersResponse;
import harbor.orders.v1.ListOrderMonthsRequest;
import harbor.orders.v1.ListOrderMonthsResponse;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderMonth;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.orders.v1.RefundAnyOrderRequest;
import harbor.orders.v1.RefundAnyOrderResponse;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnPiecesResponse;
import harbor.orders.v1.UpdateAnyOrderRequest;
import harbor.orders.v1.UpdateAnyOrderResponse;
import harbor.type.v1.ImportReport;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Orders of guests and users; each is the caller's, and unknown to anybody else. */
public final class OrdersClient {
  /** Where they are. */
  public static final Service<OrdersClient> SERVICE = Service.of("orders", 9109, OrdersClient::new);

  private static final int DEFAULT_PAGE = 20;

  /** Orders whose status changed, each named {@code <subject> <order id>}. */
  public final ChangeStream changes;

  /** Places an order; the same key asks again. */
  public final Write<PlaceOrderRequest, Order> place;

  /** An order by its id. */
  public final Read<String, Order> order;

  /** The caller's orders in pages, the newest first. */
  public final Read<ListOrdersRequest, ListOrdersResponse> own;

  /** Several of the caller's orders, at most 100; unknown ones are left out. */
  public final Read<Collection<String>, List<Order>> several;

  /** Whether the caller bought a product, by its id; for reviews. */
  public final Read<String, Boolean> bought;

  /** Cancels an order before it leaves. */
  public final Write<CancelOrderRequest, Order> cancel;

  /** Takes pieces back. */
  public final Write<ReturnPiecesRequest, Order> giveBack;

  /** Any order, in pages; for administrators. */
  public final Read<ListAllOrdersRequest, ListAllOrdersResponse> all;

  /** Cancels any order; for administrators. */
  public final Write<CancelAnyOrderRequest, Order> cancelAny;

  /** Refunds pieces or shipping of any order; for administrators. */
  public final Write<RefundAnyOrderRequest, Order> refundAny;

  /** Says whether people are to look at any order; for administrators. */
  public final Write<UpdateAnyOrderRequest, OwnedOrder> updateAny;

  /** Stores orders of the past; for the importer. */
  public final Write<ImportOrdersRequest, ImportReport> importOrders;

  /** The caller's orders by month of a time zone. */
  public final Read<String, List<OrderMonth>> months;

  /** Over these channels. */
  public OrdersClient(Channels orders) {
    changes = orders.changes("orders.orders", OrdersServiceGrpc.getWatchOrdersMethod());
    place =
        orders.write(
            OrdersServiceGrpc.getPlaceOrderMethod(),
            Function.<PlaceOrderRequest>identity(),
            PlaceOrderResponse::getOrder);
    order =
        orders.read(
            OrdersServiceGrpc.getGetOrderMethod(),
            id -> GetOrderRequest.newBuilder().setOrderId(id).build(),
            (id, response) -> {
              Valid.id("order.id", response.getOrder().getId(), id);
              check(response.getOrder());
            },
            GetOrderResponse::getOrder);
    own =
        orders.read(
            OrdersServiceGrpc.getListOrdersMethod(),
            Function.identity(),
            (asked, response) -> {
              Valid.page("orders", response.getOrdersList(), asked.getPageSize(), DEFAULT_PAGE);
              response.getOrdersList().forEach(OrdersClient::check);
            },
            Function.identity());
    several =
        orders.read(
            OrdersServiceGrpc.getBatchGetOrdersMethod(),
            ids -> BatchGetOrdersRequest.newBuilder().addAllOrderIds(ids).build(),
            (asked, response) -> {
              Valid.ids("orders.id", response.getOrdersList(), Order::getId, asked);
              response.getOrdersList().forEach(OrdersClient::check);
            },
            BatchGetOrdersResponse::getOrdersList);
    bought =
        orders.read(
            OrdersServiceGrpc.getGetPurchaseMethod(),
            id -> GetPurchaseRequest.newBuilder().setProductId(id).build(),
            GetPurchaseResponse::getIsBought);
    cancel =
        orders.write(
            OrdersServiceGrpc.getCancelOrderMethod(),
            Function.<CancelOrderRequest>identity(),
            CancelOrderResponse::getOrder);
    giveBack =
        orders.write(
            OrdersServiceGrpc.getReturnPiecesMethod(),
            Function.<ReturnPiecesRequest>identity(),
            ReturnPiecesResponse::getOrder);
    all =
        orders.read(
            OrdersServiceGrpc.getListAllOrdersMethod(), Function.identity(), Function.identity());
    cancelAny =
        orders.write(
            OrdersServiceGrpc.getCancelAnyOrderMethod(),
            Function.<CancelAnyOrderRequest>identity(),
            CancelAnyOrderResponse::getOrder);
    refundAny =
        orders.write(
            OrdersServiceGrpc.getRefundAnyOrderMethod(),
            Function.<RefundAnyOrderRequest>identity(),
            RefundAnyOrderResponse::getOrder);
    updateAny =
        orders.write(
            OrdersServiceGrpc.getUpdateAnyOrderMethod(),
            Function.<UpdateAnyOrderRequest>identity(),
            UpdateAnyOrderResponse::getOrder);
    importOrders =
        orders.write(
            OrdersServiceGrpc.getImportOrdersMethod(),
            Function.identity(),
            ImportOrdersResponse::getReport);
    months =
        orders.read(
            OrdersServiceGrpc.getListOrderMonthsMethod(),
            zone -> ListOrderMonthsRequest.newBuilder().setTimeZone(zone).build(),
            ListOrderMonthsResponse::getMonthsList);
  }

  private static void check(Order order) {
    Valid.currency("order.currency", order.getCurrency());
    Valid.range(
        "order.totals.total_minor",
        order.getTotals().getTotalMinor(),
        Integer.MIN_VALUE,
        Integer.MAX_VALUE);
  }
}
