package harbor.orders;

import static harbor.orders.OrdersShop.stub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.kit.testing.LogCapture;
import harbor.orders.FakeShop.Fault;
import harbor.orders.Saga.Kind;
import harbor.orders.v1.CancelOrderRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnedLine;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One instance is killed at every place there is, and another one goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryIT {
  private static final long TOTAL = 4_990;

  /** Steps that only undo. */
  private static final Set<String> UNDOING =
      Set.of("undo-payment", "cancel-shipment", "release-stock", "give-coupon-back");

  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  @AfterEach
  void nothingIsArmed() {
    orders.stop.at("");
  }

  static Stream<String> placing() {
    return points(Kind.PLACE).filter(point -> !UNDOING.contains(step(point)));
  }

  static Stream<String> undoing() {
    return points(Kind.PLACE).filter(point -> UNDOING.contains(step(point)));
  }

  static Stream<String> cancelling() {
    return points(Kind.CANCEL);
  }

  static Stream<String> returning() {
    return points(Kind.RETURN);
  }

  private static Stream<String> points(Kind kind) {
    return Failpoints.all().stream()
        .filter(point -> point.startsWith(kind.name().toLowerCase(java.util.Locale.ROOT) + "."));
  }

  private static String step(String point) {
    return point.split("\\.", -1)[1];
  }

  @ParameterizedTest
  @MethodSource("placing")
  void order_isConfirmedOnce_whoeverDies(String point) throws Exception {
    Placed placed = new Placed(orders, TOTAL);

    Order order = killedAt(point, () -> placed.place("tok_ok"));

    placed.awaitEnd();
    placed.assertConfirmed(order, TOTAL);
  }

  @ParameterizedTest
  @MethodSource("undoing")
  void order_isUndoneOnce_whoeverDies(String point) throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    orders.shop.captureRefusals.add("NOT_AUTHORIZED");

    CompletableFuture<Order> call = call(point, () -> placed.place("tok_ok"));

    assertThat(call).failsWithin(20, TimeUnit.SECONDS);
    placed.awaitEnd();
    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PAYMENT_DECLINED");
    assertThat(orders.shop.ledger(placed.id())).containsExactly("authorize 4990", "void 4990");
  }

  @ParameterizedTest
  @MethodSource("cancelling")
  void order_isCancelledOnce_whoeverDies(String point) throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");
    placed.awaitEnd();
    CancelOrderRequest request = CancelOrderRequest.newBuilder().setOrderId(order.getId()).build();

    Order cancelled =
        killedAt(
            point,
            () -> stub(orders.first, placed.customer, "cancel").cancelOrder(request).getOrder());

    placed.awaitEnd();
    placed.assertUndone(cancelled, OrderStatus.ORDER_STATUS_CANCELLED, "CANCELLED_BY_CUSTOMER");
    assertThat(orders.shop.ledger(order.getId()))
        .containsExactly("authorize 4990", "capture 4990", "refund 4990");
  }

  @ParameterizedTest
  @MethodSource("returning")
  void pieces_areGivenBackOnce_whoeverDies(String point) throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");
    placed.awaitEnd();
    int stock = orders.shop.left("p-1");
    ReturnPiecesRequest request =
        ReturnPiecesRequest.newBuilder()
            .setOrderId(order.getId())
            .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(1))
            .build();

    Order returned =
        killedAt(
            point,
            () -> stub(orders.first, placed.customer, "return").returnPieces(request).getOrder());

    placed.awaitEnd();
    assertThat(returned.getTotals().getRefundedMinor()).isEqualTo(333);
    assertThat(orders.shop.ledger(order.getId()))
        .containsExactly("authorize 4990", "capture 4990", "refund 333");
    assertThat(orders.shop.left("p-1")).isEqualTo(stock + 1);
    assertThat(orders.accounts.of(order.getId())).isEqualTo(46);
  }

  /** The counter-test: nobody takes what is still held. */
  @Test
  void saga_isNotTaken_whileItsLeaseLasts() {
    Placed placed = new Placed(orders, TOTAL);
    orders.stop.at("place.authorize.before");
    CompletableFuture<Order> call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));
    await().until(orders.stop::wasReached);

    orders.second.runTimer("recover-sagas");

    assertThat(
            orders.count(
                "SELECT count(*) FROM orders.sagas WHERE NOT ended AND fence = 1 AND order_id = '"
                    + placed.id()
                    + "'"))
        .isOne();
    assertThat(oldest()).isPositive();
    orders.recover();
    Order order = call.join();
    placed.awaitEnd();
    placed.assertConfirmed(order, TOTAL);
    orders.second.runTimer("recover-sagas");
    assertThat(oldest()).isZero();
  }

  /** Whoever goes on with it logs as the request that began it. */
  @Test
  void recovery_logsUnderTheCorrelationIdOfThePlacingCall() throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    String correlation = "placing-" + placed.key;
    try (LogCapture log = LogCapture.of(SagaRunner.class)) {
      Order order =
          killedAt(
              "place.authorize.called",
              () ->
                  stub(orders.first, placed.customer, placed.key)
                      .withInterceptors(correlated(correlation))
                      .placeOrder(OrdersShop.request(placed.offer, "tok_ok"))
                      .getOrder());
      placed.awaitEnd();

      List<ILoggingEvent> lines =
          log.lines().stream()
              .filter(line -> line.getFormattedMessage().contains(order.getId()))
              .toList();
      assertThat(lines)
          .extracting(ILoggingEvent::getFormattedMessage)
          .contains(
              "Saga %s is taken over at place.authorize".formatted(order.getId()),
              "Saga %s: place.capture ended: Done".formatted(order.getId()));
      assertThat(lines)
          .extracting(line -> line.getMDCPropertyMap().get(LogFields.CORRELATION))
          .containsOnly(correlation);
    }
  }

  private static ClientInterceptor correlated(String id) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of(CorrelationId.HEADER, Metadata.ASCII_STRING_MARSHALLER), id);
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  /**
   * The pieces are kept as long as the money is waited for; when they are not, the commit says. A
   * saga that is taken over in the middle of a try is tried once more than it has counted.
   */
  @ParameterizedTest
  @CsvSource({"5, '', 0", "15, '', 1", "15, OUT_OF_STOCK, 1", "35, '', 3"})
  void reservation_isRenewed_aboutOnceAMinute(int tries, String refusal, int renewals) {
    Placed placed = new Placed(orders, TOTAL);
    orders.shop.fail("AuthorizePayment", Collections.nCopies(tries, Fault.BEFORE));
    if (!refusal.isEmpty()) {
      orders.shop.renewalRefusals.add(refusal);
    }

    CompletableFuture<Order> call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));

    await()
        .until(
            () -> {
              orders.recover();
              return call.isDone();
            });
    placed.awaitEnd();
    placed.assertConfirmed(call.join(), TOTAL);
    assertThat(orders.shop.renewals(placed.id())).isEqualTo(renewals);
  }

  /** What the second instance's metric says. */
  private double oldest() {
    return orders.second.telemetry().metrics().get("harbor.sagas.oldest.seconds").gauge().value();
  }

  /** Kills the first instance at a place and gives what the client is told in the end. */
  private Order killedAt(String point, Supplier<Order> request) throws Exception {
    return call(point, request).get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<Order> call(String point, Supplier<Order> request) {
    orders.stop.at(point);
    CompletableFuture<Order> call =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return request.get();
              } catch (StatusRuntimeException e) {
                // The call's own process died: the client asks again with its key.
                if (e.getStatus().getCode() == io.grpc.Status.Code.INTERNAL) {
                  return request.get();
                }
                throw e;
              }
            });
    await().until(orders.stop::wasReached);
    orders.recover();
    return call;
  }

  @Test
  void everyFailpoint_isTried() {
    List<String> tried =
        Stream.of(
                placing(),
                undoing(),
                cancelling(),
                returning(),
                Stream.of("mail.send.before", "mail.send.called", "mail.send.after"))
            .flatMap(points -> points)
            .toList();

    assertThat(tried).containsExactlyInAnyOrderElementsOf(Failpoints.all());
  }
}
