package harbor.orders;

import static harbor.orders.OrdersShop.admin;
import static harbor.orders.OrdersShop.stub;
import static harbor.orders.PlaceOrderIT.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import harbor.kit.client.Caller;
import harbor.kit.service.call.PageToken;
import harbor.orders.v1.BatchGetOrdersRequest;
import harbor.orders.v1.CancelAnyOrderRequest;
import harbor.orders.v1.GetPurchaseRequest;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.ListAllOrdersRequest;
import harbor.orders.v1.ListAllOrdersResponse;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderTotals;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnedLine;
import harbor.orders.v1.WatchOrdersRequest;
import harbor.orders.v1.WatchOrdersResponse;
import harbor.type.v1.ImportReport;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders of one person, of all, of the past, and what changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderListsIT {
  private static final ListOrdersRequest UNDER_WAY =
      ListOrdersRequest.newBuilder().setUnderWay(true).build();

  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  @Test
  void purchase_isItsBuyersAlone_untilAllPiecesCameBack() {
    Placed placed = new Placed(orders, 1_000);
    assertThat(isBought(placed.customer, "p-1")).isFalse();

    String id = placed.place("tok_ok").getId();

    assertThat(isBought(placed.customer, "p-1")).isTrue();
    assertThat(isBought(placed.customer, "p-unknown")).isFalse();
    assertThat(isBought(Caller.user("eve"), "p-1")).isFalse();

    giveBack(placed.customer, id, "back-1", 2);
    assertThat(isBought(placed.customer, "p-1")).isTrue();

    giveBack(placed.customer, id, "back-2", 1);
    assertThat(isBought(placed.customer, "p-1")).isFalse();
    assertThat(isBought(placed.customer, "p-2")).isTrue();
  }

  @Test
  void refusedOrder_isNoPurchase() {
    Placed placed = new Placed(orders, 1_000);
    assertThatThrownBy(() -> placed.place("tok_declined")).isInstanceOf(RuntimeException.class);

    assertThat(isBought(placed.customer, "p-1")).isFalse();
  }

  private boolean isBought(Caller caller, String product) {
    return OrdersServiceGrpc.newBlockingStub(orders.second.onBehalfOf(caller))
        .getPurchase(GetPurchaseRequest.newBuilder().setProductId(product).build())
        .getIsBought();
  }

  private void giveBack(Caller caller, String orderId, String key, int pieces) {
    var _ =
        stub(orders.first, caller, key + orderId)
            .returnPieces(
                ReturnPiecesRequest.newBuilder()
                    .setOrderId(orderId)
                    .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(pieces))
                    .build());
  }

  @Test
  void ownOrders_areListed_theNewestFirst_inPages() {
    Placed first = new Placed(orders, 1_000);
    List<String> ids = new ArrayList<>();
    ids.add(first.place("tok_ok").getId());
    for (int i = 0; i < 2; i++) {
      Placed next = new Placed(orders, 1_000);
      ids.addFirst(
          stub(orders.first, first.customer, "k" + i)
              .placeOrder(OrdersShop.request(next.offer, "tok_ok"))
              .getOrder()
              .getId());
    }
    var own = stub(orders.second, first.customer, "unused");

    ListOrdersResponse page = own.listOrders(ListOrdersRequest.newBuilder().setPageSize(2).build());
    ListOrdersResponse rest =
        own.listOrders(
            ListOrdersRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(page.getNextPageToken())
                .build());

    assertThat(page.getOrdersList()).extracting(Order::getId).isEqualTo(ids.subList(0, 2));
    assertThat(rest.getOrdersList()).extracting(Order::getId).isEqualTo(ids.subList(2, 3));
    assertThat(rest.getNextPageToken()).isEmpty();
    assertThat(own.listOrders(UNDER_WAY).getOrdersList()).extracting(Order::getId).isEqualTo(ids);
    assertThat(
            own.batchGetOrders(
                    BatchGetOrdersRequest.newBuilder()
                        .addOrderIds(ids.getLast())
                        .addOrderIds("unknown")
                        .addOrderIds(ids.getFirst())
                        .build())
                .getOrdersList())
        .extracting(Order::getId)
        .containsExactly(ids.getLast(), ids.getFirst());
    assertRefused(
        () ->
            stub(orders.first, Caller.user("eve"), "x")
                .listOrders(
                    ListOrdersRequest.newBuilder().setPageToken(page.getNextPageToken()).build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PAGE_TOKEN");
    for (String invented : List.of("nine", "then o-1")) {
      String token = PageToken.of("orders.own", first.customer.subject()).after(invented);
      assertRefused(
          () -> own.listOrders(ListOrdersRequest.newBuilder().setPageToken(token).build()),
          Status.Code.INVALID_ARGUMENT,
          "INVALID_PAGE_TOKEN");
    }
  }

  @Test
  void history_isAUsers_whenTheImportSaysSo() {
    var importer = OrdersServiceGrpc.newBlockingStub(orders.first.channel());
    ImportOrdersRequest request =
        ImportOrdersRequest.newBuilder()
            .addOrders(history("own-past"))
            .setSubject("user:old-customer")
            .build();

    var _ = importer.importOrders(request);

    Order own =
        stub(orders.first, Caller.user("old-customer"), "unused")
            .listOrders(ListOrdersRequest.getDefaultInstance())
            .getOrders(0);
    assertThat(own.getId()).isEqualTo("own-past");
    assertThat(own.getIsHistory()).isTrue();
    assertThat(
            stub(orders.first, Caller.user("old-customer"), "unused")
                .listOrders(UNDER_WAY)
                .getOrdersList())
        .isEmpty();
    assertRefused(
        () -> importer.importOrders(request.toBuilder().setSubject("guest:g-1").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_SUBJECT");
  }

  @Test
  void history_isImportedOnce_andListedWithoutAnOwner() {
    var importer = OrdersServiceGrpc.newBlockingStub(orders.first.channel());
    ImportOrdersRequest request =
        ImportOrdersRequest.newBuilder()
            .addOrders(history("past-1"))
            .addOrders(history("past-2"))
            .addOrders(history("past-3").toBuilder().setCountry("Atlantis"))
            .build();

    ImportReport first = importer.importOrders(request).getReport();
    ImportReport again = importer.importOrders(request).getReport();

    assertThat(first.getCreated()).isEqualTo(2);
    assertThat(first.getRefusedList()).extracting("field").containsExactly("country");
    assertThat(again.getUnchanged()).isEqualTo(2);
    ListAllOrdersResponse all =
        stub(orders.first, admin(), "unused")
            .listAllOrders(
                ListAllOrdersRequest.newBuilder()
                    .setStatus(OrderStatus.ORDER_STATUS_DELIVERED)
                    .build());
    assertThat(all.getOrdersList())
        .extracting(OwnedOrder::getSubject, owned -> owned.getOrder().getIsHistory())
        .contains(org.assertj.core.groups.Tuple.tuple("", true));
    Order order =
        all.getOrdersList().stream()
            .map(OwnedOrder::getOrder)
            .filter(one -> one.getId().equals("past-1"))
            .findFirst()
            .orElseThrow();
    assertThat(order.getLinesList())
        .extracting(OrderLine::getProductId)
        .containsExactly("p-1", "p-2");
    assertThat(order.getTotals().getCapturedMinor()).isEqualTo(500);
    assertRefused(
        () ->
            stub(orders.first, admin(), "cancel")
                .cancelAnyOrder(CancelAnyOrderRequest.newBuilder().setOrderId("past-1").build()),
        Status.Code.FAILED_PRECONDITION,
        "ORDER_ENDED");
  }

  @Test
  void changes_nameOwnerAndOrder() {
    List<String> heard = new CopyOnWriteArrayList<>();
    List<String> tokens = new CopyOnWriteArrayList<>();
    Context.CancellableContext watching = Context.current().withCancellation();
    watching.run(
        () ->
            OrdersServiceGrpc.newStub(orders.second.channel())
                .watchOrders(
                    WatchOrdersRequest.getDefaultInstance(),
                    new StreamObserver<>() {
                      @Override
                      public void onNext(WatchOrdersResponse response) {
                        heard.addAll(response.getChanges().getIdsList());
                        tokens.add(response.getChanges().getResumeToken());
                      }

                      @Override
                      public void onError(Throwable failure) {}

                      @Override
                      public void onCompleted() {}
                    }));
    await().until(() -> !tokens.isEmpty());

    Placed placed = new Placed(orders, 1_000);
    Order order = placed.place("tok_ok");

    await().until(() -> heard.contains(placed.customer.subject() + " " + order.getId()));
    watching.cancel(null);
  }

  private static Order history(String id) {
    return Order.newBuilder()
        .setId(id)
        .setCurrency("GBP")
        .setCountry("ZZ")
        .setPlacedAt(Timestamp.newBuilder().setSeconds(1_300_000_000))
        .setTotals(OrderTotals.newBuilder().setListMinor(500).setTotalMinor(500))
        .addLines(OrderLine.newBuilder().setProductId("p-1").setQuantity(2).setGrossMinor(300))
        .addLines(OrderLine.newBuilder().setProductId("p-2").setQuantity(1).setGrossMinor(200))
        .build();
  }
}
