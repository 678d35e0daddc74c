package harbor.orders;

import harbor.orders.mail.Mail;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** The mail that tells a customer that an order is confirmed. */
final class Confirmation {
  private Confirmation() {}

  /** Of an order; what it says of an order never changes. */
  static Mail of(Order order) {
    StringBuilder body = new StringBuilder();
    body.append("Thank you for your order ").append(order.id()).append(".\n\n");
    for (Order.Line line : order.lines()) {
      body.append(line.quantity())
          .append(" x ")
          .append(line.name().isEmpty() ? line.productId() : line.name())
          .append(": ")
          .append(money(order, line.grossMinor()))
          .append('\n');
    }
    body.append("\nShipping: ")
        .append(money(order, order.shipping().grossMinor()))
        .append("\nTotal: ")
        .append(money(order, order.totals().totalMinor()))
        .append("\nIncluding tax: ")
        .append(money(order, order.totals().taxMinor()))
        .append("\nExpected: ")
        .append(order.shipping().earliest())
        .append(" to ")
        .append(order.shipping().latest())
        .append('\n');
    return new Mail(
        "order-" + order.id() + "@harbor.invalid",
        order.mail(),
        "Your order " + order.id(),
        body.toString(),
        order.placedAt());
  }

  private static String money(Order order, long minor) {
    Currency currency = Currency.getInstance(order.currency());
    NumberFormat format = NumberFormat.getCurrencyInstance(Locale.forLanguageTag(order.locale()));
    format.setCurrency(currency);
    format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
    format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
    return format.format(BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()));
  }
}
