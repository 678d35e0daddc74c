package harbor.inventory;

import harbor.inventory.reservation.Missing;
import harbor.inventory.reservation.Pieces;
import harbor.inventory.reservation.Reservation;
import harbor.inventory.reservation.Wanted;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.inventory.v1.ReservationStatus;
import harbor.inventory.v1.ReservedPieces;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.Timestamps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reservations as messages, and what is wanted from messages. */
final class ReservationViews {
  private static final int MAX_LINES = 100;

  private ReservationViews() {}

  /** What a request wants: some products, each once. */
  static List<Wanted> wanted(List<WantedPieces> pieces) {
    Requests.batch("pieces", pieces, MAX_LINES);
    if (pieces.isEmpty()) {
      throw Failure.invalidArgument("INVALID_QUANTITY", "pieces: none (expected: 1 to 100).");
    }
    Set<String> products = new HashSet<>();
    return pieces.stream().map(line -> wanted(line, products)).toList();
  }

  private static Wanted wanted(WantedPieces line, Set<String> products) {
    String product =
        Requests.externalId("pieces.product_id", line.getProductId(), "INVALID_PRODUCT_ID");
    if (!products.add(product)) {
      throw Failure.invalidArgument(
          "INVALID_PRODUCT_ID", "pieces names %s twice.".formatted(product));
    }
    int quantity = line.getQuantity();
    if (quantity < 1 || quantity > Wanted.MAX_QUANTITY) {
      throw Failure.invalidArgument(
          "INVALID_QUANTITY",
          "pieces.quantity: %d (expected: 1 to %d).".formatted(quantity, Wanted.MAX_QUANTITY));
    }
    return new Wanted(product, quantity);
  }

  /** A reservation that was kept once. */
  static harbor.inventory.v1.Reservation reservation(Reservation reservation) {
    return harbor.inventory.v1.Reservation.newBuilder()
        .setId(reservation.id())
        .setOrderId(reservation.orderId())
        .setStatus(status(reservation.state()))
        .addAllPieces(reservation.pieces().stream().map(ReservationViews::pieces).toList())
        .setExpiresAt(Timestamps.of(reservation.expiresAt()))
        .setAudit(reservation.audit().message())
        .build();
  }

  private static ReservationStatus status(Reservation.State state) {
    return switch (state) {
      case HELD -> ReservationStatus.RESERVATION_STATUS_HELD;
      case COMMITTED -> ReservationStatus.RESERVATION_STATUS_COMMITTED;
      case RELEASED -> ReservationStatus.RESERVATION_STATUS_RELEASED;
      case EXPIRED -> ReservationStatus.RESERVATION_STATUS_EXPIRED;
      case UNDONE -> throw new IllegalStateException("Nothing was kept: there is nothing to show");
    };
  }

  private static ReservedPieces pieces(Pieces pieces) {
    return ReservedPieces.newBuilder()
        .setProductId(pieces.productId())
        .setPlaceId(pieces.placeId())
        .setQuantity(pieces.quantity())
        .build();
  }

  /** What there is too little of. */
  static OutOfStock outOfStock(List<Missing> missing) {
    return OutOfStock.newBuilder()
        .addAllLines(
            missing.stream()
                .map(
                    line ->
                        MissingPieces.newBuilder()
                            .setProductId(line.productId())
                            .setRequested(line.requested())
                            .setAvailable(line.available())
                            .build())
                .toList())
        .build();
  }
}
