package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Audit;
import harbor.orders.v1.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GivenBackTest {
  private static final Order.Shipping FREE = shipping(0, 0);

  /** Case 42: each part brings its own tax, and shipping comes back once. */
  @Test
  void shippingAndTax_areGivenBackOnce() {
    Order bought =
        order(
            shipping(500, 80),
            line(1, List.of(2_000L), List.of(319L)),
            line(2, List.of(3_000L), List.of(479L)));

    Order.Return first = GivenBack.of(bought, pieces(1, 1), true, true);
    Order then = after(bought, first);
    Order.Return second = GivenBack.of(then, pieces(2, 1), false, true);

    assertAmounts(first, 2_500, 399);
    refused("SHIPPING_REFUNDED", () -> GivenBack.of(then, pieces(2, 1), true, true));
    refused("SHIPPING_REFUNDED", () -> GivenBack.of(then, List.of(), true, true));
    assertAmounts(second, 3_000, 479);
    assertThat(first.refundedMinor() + second.refundedMinor()).isEqualTo(5_500);
    assertThat(first.taxMinor() + second.taxMinor()).isEqualTo(878);
  }

  /** Case 40: what is kept costs what it did, whatever minimum the discount had. */
  @Test
  void fiveOfSixPieces_areWorthTheirShares() {
    Order bought =
        order(FREE, line(1, Collections.nCopies(6, 4_500L), Collections.nCopies(6, 718L)));

    Order.Return five = GivenBack.of(bought, pieces(1, 5), false, true);

    assertAmounts(five, 22_500, 5 * 718);
    assertAmounts(GivenBack.of(after(bought, five), pieces(1, 1), false, true), 4_500, 718);
  }

  /** Case 40: one by one as stored, together as much as was paid. */
  @Test
  void pieces_areWorthTheirOwnShares_inTheirOrder() {
    Order order = order(FREE, line(1, List.of(300L, 299L, 300L), List.of(48L, 47L, 49L)));
    List<Long> refunds = new ArrayList<>();
    for (int piece = 0; piece < 3; piece++) {
      Order.Return back = GivenBack.of(order, pieces(1, 1), false, true);
      refunds.add(back.refundedMinor());
      order = after(order, back);
    }

    assertThat(refunds).containsExactly(300L, 299L, 300L);
    Order empty = order;
    refused("RETURN_TOO_LARGE", () -> GivenBack.of(empty, pieces(1, 1), false, true));
  }

  private static void assertAmounts(Order.Return back, long gross, long tax) {
    assertThat(back.refundedMinor()).isEqualTo(gross);
    assertThat(back.taxMinor()).isEqualTo(tax);
  }

  private static void refused(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  private static List<Order.ReturnLine> pieces(int line, int quantity) {
    return List.of(new Order.ReturnLine(line, quantity));
  }

  private static Order.Shipping shipping(long gross, long tax) {
    return new Order.Shipping("standard", gross, tax, "", "", "");
  }

  private static Order.Line line(int number, List<Long> gross, List<Long> tax) {
    return new Order.Line(
        number,
        "p-" + number,
        "",
        gross.size(),
        gross.getFirst(),
        0,
        gross.stream().mapToLong(Long::longValue).sum(),
        tax.stream().mapToLong(Long::longValue).sum(),
        gross,
        tax,
        0);
  }

  private static Order order(Order.Shipping shipping, Order.Line... lines) {
    return order(List.of(lines), shipping, List.of());
  }

  /** The same order once this came back. */
  private static Order after(Order order, Order.Return back) {
    List<Order.Line> lines =
        order.lines().stream()
            .map(
                line ->
                    new Order.Line(
                        line.number(),
                        line.productId(),
                        line.name(),
                        line.quantity(),
                        line.unitMinor(),
                        line.discountMinor(),
                        line.grossMinor(),
                        line.taxMinor(),
                        line.pieceGross(),
                        line.pieceTax(),
                        line.returned() + quantity(back, line.number())))
            .toList();
    List<Order.Return> returns = new ArrayList<>(order.returns());
    returns.add(back);
    return order(lines, order.shipping(), returns);
  }

  private static int quantity(Order.Return back, int number) {
    return back.lines().stream()
        .filter(some -> some.number() == number)
        .mapToInt(Order.ReturnLine::quantity)
        .sum();
  }

  private static Order order(
      List<Order.Line> lines, Order.Shipping shipping, List<Order.Return> returns) {
    return new Order(
        "order-1",
        "user:ada",
        OrderStatus.ORDER_STATUS_CONFIRMED,
        "",
        false,
        "cart-1",
        1,
        "offer-1",
        lines,
        List.of(),
        Order.Review.NONE,
        false,
        Optional.empty(),
        "",
        shipping,
        new Order.Totals(0, 0, 0, 0, 0, 0),
        "EUR",
        "DE",
        "de-DE",
        0,
        List.of(),
        returns,
        Instant.EPOCH,
        new Audit(Instant.EPOCH, "test", Instant.EPOCH, "test", 1));
  }
}
