package harbor.payments;

import harbor.kit.service.row.Audit;
import harbor.kit.service.row.Money;
import harbor.payments.Operation.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The money of one order.
 *
 * @param amount what the order costs
 * @param sums what is held, taken and given back now
 * @param refusalReason why it was declined, for programs; empty otherwise
 * @param operations in the order of their beginning; empty in lists
 */
record Payment(
    String id,
    String orderId,
    Status status,
    Money amount,
    Sums sums,
    String refusalReason,
    String country,
    String locale,
    List<Operation> operations,
    Audit audit) {

  Payment {
    operations = List.copyOf(operations);
  }

  /** Where it stands: what the sums and the operations say, never what was heard last. */
  enum Status {
    /** Nothing is held yet. */
    PENDING,
    /** Money is held. */
    AUTHORIZED,
    /** Money was taken. */
    CAPTURED,
    /** What was held was let go. */
    VOIDED,
    /** All that was taken was given back. */
    REFUNDED,
    /** The provider refused. */
    DECLINED
  }

  /**
   * Sums, minor units.
   *
   * @param held what the provider holds now
   * @param captured what was taken
   * @param refunded what was given back of it
   */
  record Sums(long held, long captured, long refunded) {
    static final Sums NONE = new Sums(0, 0, 0);

    /** What was taken and not given back. */
    long taken() {
      return captured - refunded;
    }
  }

  String currency() {
    return amount.currency();
  }

  Optional<Operation> operation(String key) {
    return operations.stream().filter(operation -> operation.key().equals(key)).findFirst();
  }

  /** The one of a kind that was not refused, where there can be only one. */
  Optional<Operation> standing(Kind kind) {
    return operations.stream()
        .filter(operation -> operation.kind() == kind)
        .filter(operation -> operation.status() != Operation.Status.REFUSED)
        .findFirst();
  }

  /** Those that nobody knows the end of. */
  List<Operation> open(Kind kind) {
    return operations.stream()
        .filter(operation -> operation.kind() == kind && operation.isOpen())
        .toList();
  }

  /** Where a payment with these sums and operations stands. */
  static Status status(Sums sums, List<Operation> operations) {
    if (sums.captured() > 0) {
      return sums.taken() == 0 ? Status.REFUNDED : Status.CAPTURED;
    }
    if (sums.held() > 0) {
      return Status.AUTHORIZED;
    }
    Optional<Operation> last =
        operations.reversed().stream()
            .filter(operation -> operation.kind() == Kind.AUTHORIZE)
            .findFirst();
    if (last.isEmpty() || last.get().isOpen()) {
      return Status.PENDING;
    }
    return last.get().status() == Operation.Status.DONE ? Status.VOIDED : Status.DECLINED;
  }
}
