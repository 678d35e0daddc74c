package harbor.orders;

import static harbor.orders.OrdersShop.stub;
import static harbor.orders.PlaceOrderIT.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.Caller;
import harbor.orders.v1.Order;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnedLine;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.ExportOwnDataRequest;
import harbor.type.v1.FindPersonRequest;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.PersonalDataServiceGrpc.PersonalDataServiceBlockingStub;
import harbor.type.v1.PersonalPlace;
import harbor.type.v1.PersonalRecord;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is left of orders when their customer is erased, and what becomes of one under way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureIT {
  private static final long TOTAL = 4_990;

  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  @Test
  void order_stays_withoutItsCustomer() {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");
    placed.awaitEnd();
    giveBackOne(placed, order);
    assertThat(export(placed.customer))
        .contains("orders.orders", "orders.order_lines", "orders.order_returns", "orders.mails");

    erase(placed.customer);

    assertThat(found(placed.customer)).isEmpty();
    assertThat(
            orders.text(
                "SELECT concat_ws(' ', owner, receiver, address_lines, city, region, postal_code,"
                    + " phone, mail, country, total_minor) FROM orders.orders WHERE order_id = '"
                    + order.getId()
                    + "'"))
        .isEqualTo("user:erased DE 4990");
    assertThat(
            orders.count(
                "SELECT count(*) FROM orders.order_lines WHERE order_id = '" + order.getId() + "'"))
        .isEqualTo(order.getLinesCount());
    assertThat(placed.mails(order.getId())).isZero();
    assertRefused(() -> placed.place("tok_ok", "late"), Status.Code.UNAUTHENTICATED, "NO_CALLER");
  }

  @Test
  void mail_isForgotten_whenItsReceiverIsErased() {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");
    Order other = new Placed(orders, TOTAL).place("tok_ok");
    orders.second.runTimer("send-mail");
    assertThat(orders.mailbox.of(order.getId())).hasSize(1);

    erase(placed.customer);

    assertThat(orders.mailbox.of(order.getId())).isEmpty();
    assertThat(orders.mailbox.of(other.getId())).hasSize(1);
  }

  @Test
  void mail_isForgotten_whenItsReceiverIsErased_whileItIsSent() {
    Placed placed = new Placed(orders, TOTAL);
    orders.mailbox.down(true);
    Order order = placed.place("tok_ok");
    orders.mailbox.beforeSending(() -> erase(placed.customer));
    orders.mailbox.down(false);

    orders.later(3_600);
    orders.second.runTimer("send-mail");

    await().until(() -> orders.mailbox.hasForgotten(order.getId()));
    orders.mailbox.beforeSending(() -> {});
    assertThat(orders.mailbox.of(order.getId())).isEmpty();
    assertThat(found(placed.customer)).isEmpty();
  }

  @Test
  void orderUnderWay_isUndone_andTellsNobody_whenItsCustomerIsErased() {
    Placed placed = new Placed(orders, TOTAL);
    orders.stop.at("place.plan-shipment.called");
    CompletableFuture<Void> call =
        CompletableFuture.runAsync(
            () ->
                assertRefused(
                    () -> placed.place("tok_ok"), Status.Code.UNAUTHENTICATED, "NO_CALLER"));
    await().until(orders.stop::wasReached);

    erase(placed.customer);

    assertThat(keys()).isOne();
    orders.recover();
    placed.awaitEnd();
    call.join();
    assertThat(
            orders.text("SELECT status FROM orders.orders WHERE cart_id = '" + placed.cart + "'"))
        .isEqualTo("REFUSED");
    assertThat(orders.shop.ledger(placed.id())).containsExactly("authorize 4990", "void 4990");
    assertThat(keys()).isZero();
    assertThat(found(placed.customer)).isEmpty();
  }

  /**
   * The counter-test: whoever goes on with an order of somebody who is still there ends it well.
   */
  @Test
  void orderUnderWay_isConfirmed_whenAnotherCustomerIsErased() {
    Placed other = new Placed(orders, TOTAL);
    other.place("tok_ok");
    other.awaitEnd();
    Placed placed = new Placed(orders, TOTAL);
    orders.stop.at("place.plan-shipment.called");
    CompletableFuture<Order> call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));
    await().until(orders.stop::wasReached);

    erase(other.customer);

    orders.recover();
    placed.awaitEnd();
    placed.assertConfirmed(call.join(), TOTAL);
    assertThat(found(placed.customer)).isNotEmpty();
  }

  private void giveBackOne(Placed placed, Order order) {
    var _ =
        stub(orders.first, placed.customer, "return")
            .returnPieces(
                ReturnPiecesRequest.newBuilder()
                    .setOrderId(order.getId())
                    .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(1))
                    .build());
    placed.awaitEnd();
  }

  private long keys() {
    return orders.count("SELECT count(*) FROM orders.idempotency_keys WHERE work IS NOT NULL");
  }

  private List<String> export(Caller customer) {
    return person(customer)
        .exportOwnData(ExportOwnDataRequest.getDefaultInstance())
        .getRecordsList()
        .stream()
        .map(PersonalRecord::getPlace)
        .toList();
  }

  private void erase(Caller customer) {
    var _ = person(customer).eraseOwnData(EraseOwnDataRequest.getDefaultInstance());
  }

  private List<String> found(Caller customer) {
    return person(Caller.ANONYMOUS)
        .findPerson(FindPersonRequest.newBuilder().setUserId(customer.id()).build())
        .getPlacesList()
        .stream()
        .map(PersonalPlace::getPlace)
        .toList();
  }

  private PersonalDataServiceBlockingStub person(Caller caller) {
    return PersonalDataServiceGrpc.newBlockingStub(orders.second.onBehalfOf(caller));
  }
}
