package harbor.recommendations;

import harbor.kit.service.row.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows for tests. */
final class Examples {
  static final Instant LONG_AGO = Instant.parse("2025-06-01T12:00:00Z");

  private Examples() {}

  static Money eur(long minor) {
    return new Money(minor, "EUR");
  }

  /** A product of category Home > Kitchen. */
  static Profile profile(String id, String title, String brand, long minor) {
    return profile(id, title, brand, minor, "", "Home", "Kitchen");
  }

  static Profile profile(
      String id, String title, String brand, long minor, String group, String... path) {
    return new Profile(
        id, title, "/" + id + ".jpg", "/p/" + id, eur(minor), brand, List.of(path), group);
  }

  static OrderLine line(String orderId, int number, String productId, int quantity) {
    return new OrderLine(orderId, number, productId, quantity, eur(100), LONG_AGO, "France");
  }

  static List<OrderLine> order(String orderId, String... productIds) {
    List<OrderLine> lines = new ArrayList<>();
    for (String productId : productIds) {
      lines.add(line(orderId, lines.size() + 1, productId, 1));
    }
    return lines;
  }
}
