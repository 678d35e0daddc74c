package harbor.orders;

import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.call.Failure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a return is worth: the stored shares of its pieces, never priced anew. */
final class GivenBack {
  private GivenBack() {}

  /**
   * The return of these pieces.
   *
   * @throws Failure when they are not such that can come back
   */
  static Order.Return of(
      Order order, List<Order.ReturnLine> lines, boolean withShipping, boolean restock) {
    if (lines.isEmpty() && !withShipping) {
      throw invalid("nothing is given back");
    }
    long gross = withShipping ? order.shipping().grossMinor() : 0;
    long tax = withShipping ? order.shipping().taxMinor() : 0;
    Set<Integer> numbers = new HashSet<>();
    for (Order.ReturnLine some : lines) {
      Order.Line line =
          order
              .line(some.number())
              .orElseThrow(() -> invalid("the order has no line " + some.number()));
      if (some.quantity() < 1 || !numbers.add(some.number())) {
        throw invalid("line " + some.number() + " (expected: once, with at least one piece)");
      }
      if (some.quantity() > line.kept()) {
        throw Failure.failedPrecondition(
                "RETURN_TOO_LARGE",
                "Line %d has %d pieces left.".formatted(some.number(), line.kept()))
            .decided();
      }
      gross = Math.addExact(gross, line.grossOf(some.quantity()));
      tax = Math.addExact(tax, line.taxOf(some.quantity()));
    }
    if (withShipping && order.returns().stream().anyMatch(Order.Return::withShipping)) {
      throw Failure.failedPrecondition("SHIPPING_REFUNDED", "Shipping was given back before.")
          .decided();
    }
    return new Order.Return(
        OpaqueId.random(), lines, withShipping, restock, gross, tax, Instant.EPOCH);
  }

  private static Failure invalid(String text) {
    return Failure.invalidArgument("INVALID_LINES", "lines: " + text + ".");
  }
}
