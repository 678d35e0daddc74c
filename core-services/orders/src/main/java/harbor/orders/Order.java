package harbor.orders;

import harbor.kit.service.row.Audit;
import harbor.orders.v1.OrderStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order as it is kept. Amounts are minor units of its currency.
 *
 * @param owner on whose behalf it was placed, as calls name it; empty for imported history
 * @param endedReason why it was refused or cancelled; empty otherwise
 * @param review whether people are to look at it
 * @param hasPromotions whether uses of promotions are counted for it
 * @param address where it goes; absent for imported history
 * @param mail where the confirmation goes; empty: nowhere
 * @param points what its goods bring when all are kept
 * @param history each status that it had, each once, in order
 */
record Order(
    String id,
    String owner,
    OrderStatus status,
    String endedReason,
    boolean isHistory,
    String cartId,
    long cartVersion,
    String offerId,
    List<Line> lines,
    List<String> couponCodes,
    Review review,
    boolean hasPromotions,
    Optional<Address> address,
    String mail,
    Shipping shipping,
    Totals totals,
    String currency,
    String country,
    String locale,
    long points,
    List<StatusAt> history,
    List<Return> returns,
    Instant placedAt,
    Audit audit) {
  /** The rule of pricing: a point for each full hundred minor units of goods that were paid. */
  private static final long MINOR_A_POINT = 100;

  Order {
    lines = List.copyOf(lines);
    couponCodes = List.copyOf(couponCodes);
    history = List.copyOf(history);
    returns = List.copyOf(returns);
  }

  /**
   * One line.
   *
   * @param pieceGross shares of the single pieces, with tax; empty for imported history
   * @param pieceTax the tax in them
   * @param returned pieces that came back
   */
  record Line(
      int number,
      String productId,
      String name,
      int quantity,
      long unitMinor,
      long discountMinor,
      long grossMinor,
      long taxMinor,
      List<Long> pieceGross,
      List<Long> pieceTax,
      int returned) {
    Line {
      pieceGross = List.copyOf(pieceGross);
      pieceTax = List.copyOf(pieceTax);
    }

    /** Pieces that did not come back. */
    int kept() {
      return quantity - returned;
    }

    /** What the next pieces to come back cost, with tax. */
    long grossOf(int pieces) {
      return sum(pieceGross, pieces);
    }

    /** The tax in it. */
    long taxOf(int pieces) {
      return sum(pieceTax, pieces);
    }

    /** What the first pieces cost, with tax. */
    long grossOfFirst(int pieces) {
      return pieceGross.stream().limit(pieces).mapToLong(Long::longValue).sum();
    }

    private long sum(List<Long> shares, int pieces) {
      return shares.subList(returned, returned + pieces).stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Whether people are to look at it.
   *
   * @param isNeeded nobody has, and risk rules want it
   * @param reasons names of the rules that wanted it, also after somebody has
   */
  record Review(boolean isNeeded, List<String> reasons) {
    /** Nobody has to. */
    static final Review NONE = new Review(false, List.of());

    Review {
      reasons = List.copyOf(reasons);
    }
  }

  /** Where it goes; the country is the order's. */
  record Address(
      String name,
      List<String> lines,
      String city,
      String region,
      String postalCode,
      String phone) {
    Address {
      lines = List.copyOf(lines);
    }
  }

  /** How it goes. */
  record Shipping(
      String method,
      long grossMinor,
      long taxMinor,
      String earliest,
      String latest,
      String trackingNumber) {}

  /** All sums. */
  record Totals(
      long listMinor,
      long discountMinor,
      long taxMinor,
      long totalMinor,
      long capturedMinor,
      long refundedMinor) {}

  /** A status and since when. */
  record StatusAt(OrderStatus status, Instant at) {}

  /** Pieces, or shipping, that were given back. */
  record Return(
      String id,
      List<ReturnLine> lines,
      boolean withShipping,
      boolean restock,
      long refundedMinor,
      long taxMinor,
      Instant at) {
    Return {
      lines = List.copyOf(lines);
    }
  }

  /** Pieces of one line. */
  record ReturnLine(int number, int quantity) {}

  /** Whether it belongs to somebody who has an account. */
  boolean isUsers() {
    return owner.startsWith("user:");
  }

  /** Whether there is nothing to pay. */
  boolean isFree() {
    return totals.totalMinor() == 0;
  }

  /** Whether its money was taken, or there was none to take, and it was not cancelled. */
  boolean isPaid() {
    return status == OrderStatus.ORDER_STATUS_CONFIRMED
        || status == OrderStatus.ORDER_STATUS_SHIPPED
        || status == OrderStatus.ORDER_STATUS_DELIVERED;
  }

  /** Whether nothing more becomes of it. */
  boolean isEnded() {
    return status == OrderStatus.ORDER_STATUS_REFUSED
        || status == OrderStatus.ORDER_STATUS_CANCELLED;
  }

  /** Points that it brings, less those of what was given back. */
  long pointsLeft() {
    return isEnded() ? 0 : pointsAfter(returns.size());
  }

  /** Points that it brings after so many of its returns. */
  long pointsAfter(int someReturns) {
    long goods = lines.stream().mapToLong(Line::grossMinor).sum();
    long back = lines.stream().mapToLong(line -> line.grossOfFirst(back(line, someReturns))).sum();
    return points - (goods / MINOR_A_POINT - (goods - back) / MINOR_A_POINT);
  }

  private int back(Line line, int someReturns) {
    return returns.subList(0, someReturns).stream()
        .flatMap(some -> some.lines().stream())
        .filter(some -> some.number() == line.number())
        .mapToInt(ReturnLine::quantity)
        .sum();
  }

  /** What the return with this id takes from the points: negative, or 0. */
  long pointsOfReturn(String returnId) {
    int place = returns.indexOf(returned(returnId));
    return pointsAfter(place + 1) - pointsAfter(place);
  }

  /** One of its lines. */
  Optional<Line> line(int number) {
    return lines.stream().filter(line -> line.number() == number).findFirst();
  }

  /** One of its returns. */
  Return returned(String returnId) {
    return returns.stream().filter(some -> some.id().equals(returnId)).findFirst().orElseThrow();
  }
}
