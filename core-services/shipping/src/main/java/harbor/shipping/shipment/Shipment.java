package harbor.shipping.shipment;

import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.Optional;

/**
 * Goods on their way, of one order.
 *
 * @param id opaque
 * @param number in the order of planning
 * @param trackingNumber the carrier's; empty before the hand-over
 * @param handedOverAt empty before
 */
public record Shipment(
    String id,
    long number,
    Plan plan,
    State state,
    String trackingNumber,
    Optional<Instant> handedOverAt,
    Audit audit) {
  /**
   * Where a shipment stands; it goes forward only, in this order, and to CANCELLED while it can.
   */
  public enum State {
    /** It can be taken back. */
    PLANNED,
    /** The money is there, goods may leave. */
    RELEASED,
    /** The carrier has it. */
    HANDED_OVER,
    /** It arrived. */
    DELIVERED,
    /** Taken back before the hand-over. */
    CANCELLED;

    /** Whether the carrier has it, or had. */
    public boolean hasLeft() {
      return this == HANDED_OVER || this == DELIVERED;
    }
  }
}
