package harbor.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.kit.bff.edge.BffProcess;
import harbor.orders.v1.CancelOrderResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderedCart;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.orders.v1.ReturnPiecesResponse;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.scripted.CoreOrder;
import harbor.scripted.Script;
import harbor.scripted.Visitor.Answer;
import harbor.shop.v1.Destination;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special to the orders' screens, besides what is true of every screen. */
public abstract class OrderScreensContract extends ScreensContract {
  private static final MethodDescriptor<?, ?> PLACE = OrdersServiceGrpc.getPlaceOrderMethod();

  /** See {@link ScreensContract}. */
  protected OrderScreensContract(BffProcess process, List<Sample> shared, Sample... own) {
    super(process, shared, own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRICE_CHANGED",
        "CART_ORDERED",
        "OUT_OF_STOCK",
        "COUPON_SPENT",
        "PAYMENT_DECLINED",
        "ORDER_REFUSED"
      })
  void decidedRefusal_is409_andNotRetryable(String code) {
    refuses(Status.Code.FAILED_PRECONDITION, code);

    Answer answer = ask("order-place");

    assertThat(answer.status()).as("%s", answer).isEqualTo(409);
    assertThat(answer.text())
        .contains("\"code\":\"" + code + "\"", "\"retryable\":false")
        .doesNotContain("\"orderId\"", "\"summary\"", "\"lines\"");
  }

  @Test
  void orderedCart_isRefused_andNamesItsOrder() {
    refuses(
        Status.Code.FAILED_PRECONDITION,
        "CART_ORDERED",
        OrderedCart.newBuilder().setOrderId("orderorderorderorder02").build());

    assertThat(ask("order-place").text()).contains("\"orderId\":\"orderorderorderorder02\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRICE_CHANGED", "COUPON_SPENT"})
  void otherOffer_isShownAsTheSummary_asFarAsThatCanBeHad(String code) {
    Offer now =
        Offer.newBuilder()
            .setCartId("cartcartcartcartcart01")
            .setDestination(Destination.newBuilder().setCountry("DE"))
            .setShipping(OfferShipping.newBuilder().setMethod("standard"))
            .build();
    refuses(Status.Code.FAILED_PRECONDITION, code, now);

    Answer answer = ask("order-place");
    cores()
        .script(
            OffersServiceGrpc.getMakeOfferMethod(), Script.fail(Status.Code.UNAVAILABLE, "DOWN"));
    Answer bare = ask("order-place");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("\"summary\":{");
    assertThat(bare.status()).isEqualTo(409);
    assertThat(bare.text()).contains("\"code\":\"" + code + "\"").doesNotContain("\"summary\"");
  }

  @Test
  void whatIsOutOfStock_isNamed() {
    refuses(
        Status.Code.FAILED_PRECONDITION,
        "OUT_OF_STOCK",
        OutOfStock.newBuilder()
            .addLines(
                MissingPieces.newBuilder()
                    .setProductId("HB1001")
                    .setRequested(3)
                    .setAvailable(Long.MAX_VALUE))
            .build());

    assertThat(ask("order-place").text())
        .contains(
            "\"lines\":[{\"productId\":\"HB1001\",\"requested\":3,\"available\":2147483647}]");
  }

  @ParameterizedTest
  @CsvSource({
    "order-place, INVALID_OFFER_ID, offerId",
    "order-place, MISSING_CARD_TOKEN, cardToken",
    "order-place, INVALID_CARD_TOKEN, cardToken",
    "order-place, INVALID_ADDRESS, address",
    "order-place, INVALID_MAIL, mail",
    "order-return, INVALID_LINES, lines",
    "orders, INVALID_PAGE_TOKEN, pageToken"
  })
  void badInput_is400_andNamesTheField(String sample, String reason, String field) {
    refuses(Status.Code.INVALID_ARGUMENT, reason);

    Answer answer = ask(sample);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("\"field\":\"" + field + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "order-cancel", "order-return"})
  void orderThatIsNotTheCallers_isUnknown(String sample) {
    refuses(Status.Code.NOT_FOUND, "UNKNOWN_ORDER");

    Answer answer = ask(sample);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("\"code\":\"ORDER_NOT_FOUND\"");
  }

  @ParameterizedTest
  @CsvSource({"PLACED, 202", "CONFIRMED, 201", "SHIPPED, 201", "REFUSED, 201", "CANCELLED, 201"})
  void placing_is202_asLongAsItIsNotDecided(String status, int http) {
    answersWith(status);

    assertThat(ask("order-place").status()).isEqualTo(http);
  }

  @ParameterizedTest
  @CsvSource({"PLACED, 202", "CONFIRMED, 202", "SHIPPED, 202", "CANCELLED, 200"})
  void cancelling_is202_asLongAsItIsNotCancelled(String status, int http) {
    answersWith(status);

    Answer answer = ask("order-cancel");

    assertThat(answer.status()).isEqualTo(http);
    assertThat(answer.header("location").endsWith("/orders/" + CoreOrder.ID))
        .isEqualTo(http == 202);
  }

  @ParameterizedTest
  @CsvSource({"1798, 202", "1799, 200", "4588, 200"})
  void return_is202_asLongAsItsMoneyIsNotBack(long refunded, int http) {
    Order.Builder order = CoreOrder.ordinary().toBuilder();
    order.getTotalsBuilder().setRefundedMinor(refunded);
    cores()
        .script(
            OrdersServiceGrpc.getReturnPiecesMethod(),
            Script.answer(ReturnPiecesResponse.newBuilder().setOrder(order).build()));

    assertThat(ask("order-return").status()).isEqualTo(http);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-place", "order-cancel", "order-return"})
  void writeWithoutAKey_isRefused_andNobodyIsAsked(String sample) {
    Answer answer = ask(sample(sample).without("idempotency-key"), "application/json");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("\"field\":\"Idempotency-Key\"");
    assertThat(cores().arrivals()).isEmpty();
  }

  @Test
  void newcomer_placesNothing_andStaysNobody() {
    Answer answer =
        ask(sample("order-place").without("x-guest-id").without("cookie"), "application/json");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("x-guest-id")).isEmpty();
    assertThat(answer.header("set-cookie")).isEmpty();
    assertThat(cores().arrivals()).isEmpty();
  }

  private Answer ask(String sample) {
    return ask(sample(sample), "application/json");
  }

  private void refuses(Status.Code status, String reason, Message... details) {
    OrdersServiceGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(method -> cores().script(method, Script.fail(status, reason, details)));
  }

  private void answersWith(String status) {
    Order order =
        CoreOrder.placed().toBuilder()
            .setStatus(OrderStatus.valueOf("ORDER_STATUS_" + status))
            .build();
    cores().script(PLACE, Script.answer(PlaceOrderResponse.newBuilder().setOrder(order).build()));
    cores()
        .script(
            OrdersServiceGrpc.getCancelOrderMethod(),
            Script.answer(CancelOrderResponse.newBuilder().setOrder(order).build()));
  }
}
