package harbor.shipping.shipment;

import harbor.shipping.window.Window;
import java.util.List;

/**
 * What a step of an order wants shipped.
 *
 * @param orderId 1 to 64 characters of {@code [A-Za-z0-9._-]}
 * @param stepKey names the step of the order, 1 to 64 visible ASCII characters
 * @param lines what, each product once
 * @param method how
 * @param window what was promised
 * @param currency of the order
 * @param locale in which the carrier writes to the receiver
 */
public record Plan(
    String orderId,
    String stepKey,
    List<Line> lines,
    Address address,
    String method,
    Window window,
    String currency,
    String locale) {
  /** Copies the lines. */
  public Plan {
    lines = List.copyOf(lines);
  }
}
