package harbor.carts;

import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one guest or user means to buy, and the rules of changing it. Immutable: a rule gives the
 * cart with its new contents; whoever stores it gives it the next version.
 *
 * @param id opaque and unguessable
 * @param lines in the order in which they were first added, one for each product
 * @param coupon the code that was typed
 * @param remarks what the last merge left out, until the next change
 * @param expiresAt from when on it counts as gone
 * @param audit who made and changed it; its version counts the changes, from 1
 */
record Cart(
    String id,
    List<CartLine> lines,
    Optional<CouponCode> coupon,
    List<Remark> remarks,
    Instant expiresAt,
    Audit audit) {
  /** Lines of one cart. */
  static final int MAX_LINES = 100;

  /** Copies the lists. */
  Cart {
    lines = List.copyOf(lines);
    remarks = List.copyOf(remarks);
  }

  /** Adds to the line that the product has, otherwise as the last line. */
  Change add(CartLine added) {
    Optional<CartLine> found = line(line -> line.productId().equals(added.productId()));
    if (found.isPresent()) {
      long sum = (long) found.get().quantity() + added.quantity();
      return CartLine.isQuantity(sum)
          ? replaced(found.get(), (int) sum)
          : new Change.QuantityTooLarge(sum);
    }
    return lines.size() < MAX_LINES
        ? done(Stream.concat(lines.stream(), Stream.of(added)).toList())
        : new Change.CartFull();
  }

  /** Sets how many pieces a line has. */
  Change changeLine(String lineId, int quantity, long expectedVersion) {
    if (isNot(expectedVersion)) {
      return new Change.VersionMismatch(this);
    }
    return line(withId(lineId))
        .map(line -> replaced(line, quantity))
        .orElseGet(Change.UnknownLine::new);
  }

  /** Removes a line. */
  Change removeLine(String lineId, long expectedVersion) {
    if (isNot(expectedVersion)) {
      return new Change.VersionMismatch(this);
    }
    return line(withId(lineId)).isPresent()
        ? done(lines.stream().filter(withId(lineId).negate()).toList())
        : new Change.UnknownLine();
  }

  /**
   * Puts the code in, in place of the one that is there.
   *
   * @param expectedVersion may be empty for a caller that saw no code
   */
  Change setCoupon(CouponCode code, OptionalLong expectedVersion) {
    if (expectedVersion.isEmpty() && coupon.isPresent()) {
      return new Change.VersionRequired();
    }
    if (expectedVersion.isPresent() && isNot(expectedVersion.getAsLong())) {
      return new Change.VersionMismatch(this);
    }
    return done(Optional.of(code));
  }

  /** Takes the code out. */
  Change removeCoupon(long expectedVersion) {
    if (isNot(expectedVersion)) {
      return new Change.VersionMismatch(this);
    }
    return coupon.isPresent() ? done(Optional.empty()) : new Change.NoCoupon();
  }

  /**
   * With what a guest had in carts. What does not fit is left out, with a remark.
   *
   * @param pieces by product, in the order of their lines
   * @param guestCoupon counts when the cart has none
   */
  Cart merged(SequencedMap<String, Integer> pieces, Optional<CouponCode> guestCoupon) {
    SequencedMap<String, CartLine> merged = new LinkedHashMap<>();
    lines.forEach(line -> merged.put(line.productId(), line));
    List<Remark> leftOut = new ArrayList<>();
    pieces.forEach(
        (product, more) -> {
          int taken = Math.min(more, room(merged, product));
          if (taken > 0) {
            merged.merge(
                product,
                CartLine.of(product, taken),
                (line, _) -> line.with(line.quantity() + taken));
          }
          if (taken < more) {
            leftOut.add(new Remark(product, more - taken));
          }
        });
    return new Cart(
        id, List.copyOf(merged.values()), coupon.or(() -> guestCoupon), leftOut, expiresAt, audit);
  }

  /** How many pieces more of a product fit. */
  private static int room(SequencedMap<String, CartLine> lines, String product) {
    CartLine line = lines.get(product);
    if (line != null) {
      return CartLine.MAX_QUANTITY - line.quantity();
    }
    return lines.size() < MAX_LINES ? CartLine.MAX_QUANTITY : 0;
  }

  /** Without what was ordered of it: a line keeps the pieces that were added since. */
  Change removeOrdered(Map<String, Integer> pieces) {
    List<CartLine> left = new ArrayList<>();
    for (CartLine line : lines) {
      int kept = line.quantity() - pieces.getOrDefault(line.productId(), 0);
      if (kept > 0) {
        left.add(kept == line.quantity() ? line : line.with(kept));
      }
    }
    return done(left);
  }

  /** The line of a product that the cart has. */
  CartLine lineOf(String productId) {
    return line(line -> line.productId().equals(productId)).orElseThrow();
  }

  private boolean isNot(long version) {
    return audit.version() != version;
  }

  private Optional<CartLine> line(Predicate<CartLine> which) {
    return lines.stream().filter(which).findFirst();
  }

  private static Predicate<CartLine> withId(String lineId) {
    return line -> line.id().equals(lineId);
  }

  private Change replaced(CartLine changed, int quantity) {
    return done(
        lines.stream().map(line -> line.equals(changed) ? line.with(quantity) : line).toList());
  }

  private Change done(List<CartLine> newLines) {
    return new Change.Done(new Cart(id, newLines, coupon, List.of(), expiresAt, audit));
  }

  private Change done(Optional<CouponCode> newCoupon) {
    return new Change.Done(new Cart(id, lines, newCoupon, List.of(), expiresAt, audit));
  }
}
