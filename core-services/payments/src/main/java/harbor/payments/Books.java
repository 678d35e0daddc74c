package harbor.payments;

import harbor.kit.service.row.Money;
import harbor.payments.Operation.Kind;
import harbor.payments.Operation.Status;
import harbor.payments.Payment.Sums;
import java.util.Optional;

/**
 * The rules of the double-entry ledger: what an entry of the provider's means for a payment. Pure
 * functions.
 */
final class Books {
  private Books() {}

  /**
   * What becomes of an operation.
   *
   * @param amount what it moved
   * @param refusalReason empty unless it is refused
   * @param posting what it moves in the ledger
   */
  record Ending(Status status, Money amount, String refusalReason, Posting posting) {}

  /**
   * What an operation moves, account by account; what the buyer gets is what the others lose.
   *
   * @param held more or less than before at the provider
   * @param captured taken now
   * @param refunded given back now
   */
  record Posting(long held, long captured, long refunded) {
    static final Posting NONE = new Posting(0, 0, 0);

    long taken() {
      return captured - refunded;
    }

    long buyer() {
      return -Math.addExact(held, taken());
    }

    Sums on(Sums sums) {
      return new Sums(
          Math.addExact(sums.held(), held),
          Math.addExact(sums.captured(), captured),
          Math.addExact(sums.refunded(), refunded));
    }
  }

  /**
   * How an operation ends by an entry with its key; empty when it has ended already: what comes
   * late or twice changes nothing.
   *
   * @param isBooked whether the hold that the entry is of is in the ledger: one for another amount
   *     is not, and what is given back of it moves nothing
   */
  static Optional<Ending> ending(
      Operation operation, ProviderEntry entry, Sums sums, boolean isBooked) {
    if (!operation.isOpen()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (entry.status()) {
          case IN_REVIEW -> new Ending(Status.IN_REVIEW, operation.amount(), "", Posting.NONE);
          case REFUSED ->
              refused(operation, Refusal.of(operation.kind(), entry.reason()), Posting.NONE);
          case DONE ->
              operation.kind() == Kind.VOID || entry.amount().equals(operation.amount())
                  ? new Ending(
                      Status.DONE, entry.amount(), "", posting(operation, entry, sums, isBooked))
                  // who took another amount let go of the hold all the same
                  : refused(
                      operation,
                      Refusal.AMOUNT_MISMATCH,
                      operation.kind() == Kind.CAPTURE ? letGo(sums) : Posting.NONE);
        });
  }

  /** What is let go of all that is held. */
  static Posting letGo(Sums sums) {
    return new Posting(-sums.held(), 0, 0);
  }

  private static Posting posting(
      Operation operation, ProviderEntry entry, Sums sums, boolean isBooked) {
    long amount = entry.amount().minor();
    if (operation.kind() != Kind.AUTHORIZE && !isBooked) {
      return Posting.NONE;
    }
    return switch (operation.kind()) {
      case AUTHORIZE -> new Posting(amount, 0, 0);
      case CAPTURE -> new Posting(-sums.held(), amount, 0);
      case VOID -> letGo(sums);
      // what was taken wrongly was never in the ledger, and goes back beside it
      case REFUND -> amount <= sums.taken() ? new Posting(0, 0, amount) : Posting.NONE;
    };
  }

  private static Ending refused(Operation operation, Refusal refusal, Posting posting) {
    return new Ending(Status.REFUSED, operation.amount(), refusal.name(), posting);
  }
}
