package harbor.orders;

import harbor.kit.client.Caller;
import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Audit;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Orders of a shop's past, as imports state them. */
final class HistoryRequests {
  private static final long MAX_MINOR = 1_000_000_000_000L;
  private static final int MAX_LINES = 5_000;
  private static final int MAX_PIECES = 1_000_000;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private HistoryRequests() {}

  /**
   * Whose a shop's past is: a user's, or, empty, nobody's who is known.
   *
   * @throws Failure when it is anybody else's
   */
  static String owner(String subject) {
    if (!subject.isEmpty() && Caller.parse(subject).filter(Caller::isUser).isEmpty()) {
      throw Failure.invalidArgument(
          "INVALID_SUBJECT", "subject: malformed (expected: a user, for instance user:u-1).");
    }
    return subject;
  }

  /**
   * Reads one.
   *
   * @throws InvalidField when it is none
   */
  static Order read(harbor.orders.v1.Order row, String owner) {
    Fields.present("country", !row.getCountry().isEmpty());
    String currency = Fields.money("currency", 0, row.getCurrency(), 0).currency();
    Fields.present("placed_at", row.hasPlacedAt());
    Fields.present("lines", row.getLinesCount() > 0);
    long total = amount("totals.total_minor", row.getTotals().getTotalMinor(), MAX_MINOR);
    long list = amount("totals.list_minor", row.getTotals().getListMinor(), MAX_MINOR);
    long shipping = amount("shipping.gross_minor", row.getShipping().getGrossMinor(), MAX_MINOR);
    List<Order.Line> lines = new ArrayList<>();
    for (OrderLine line : Fields.list("lines", row.getLinesList(), MAX_LINES)) {
      lines.add(line(lines.size() + 1, line));
    }
    return new Order(
        Fields.id("id", row.getId()),
        owner,
        OrderStatus.ORDER_STATUS_DELIVERED,
        "",
        true,
        "",
        0,
        "",
        lines,
        List.of(),
        Order.Review.NONE,
        false,
        Optional.empty(),
        "",
        new Order.Shipping(
            "",
            shipping,
            amount("shipping.tax_minor", row.getShipping().getTaxMinor(), shipping),
            "",
            "",
            ""),
        new Order.Totals(
            list,
            amount("totals.discount_minor", row.getTotals().getDiscountMinor(), list),
            amount("totals.tax_minor", row.getTotals().getTaxMinor(), total),
            total,
            total,
            0),
        currency,
        Fields.code("country", row.getCountry(), COUNTRY, "two capital letters"),
        "",
        0,
        List.of(),
        List.of(),
        Fields.instant("placed_at", row.getPlacedAt()),
        new Audit(Instant.EPOCH, "", Instant.EPOCH, "", 1));
  }

  private static Order.Line line(int number, OrderLine line) {
    long gross = amount("lines.gross_minor", line.getGrossMinor(), MAX_MINOR);
    return new Order.Line(
        number,
        Fields.externalId("lines.product_id", line.getProductId()),
        Fields.text("lines.name", line.getName(), 500),
        (int) Fields.range("lines.quantity", line.getQuantity(), 1, MAX_PIECES),
        amount("lines.unit_minor", line.getUnitMinor(), MAX_MINOR),
        amount("lines.discount_minor", line.getDiscountMinor(), MAX_MINOR),
        gross,
        amount("lines.tax_minor", line.getTaxMinor(), gross),
        List.of(),
        List.of(),
        0);
  }

  private static long amount(String field, long minor, long max) {
    return Fields.range(field, minor, 0, max);
  }
}
