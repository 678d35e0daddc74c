package harbor.payments;

import harbor.kit.service.row.Money;
import harbor.payments.Operation.Kind;
import harbor.payments.Operation.Status;
import java.util.Optional;

/** Whether something may be asked of the provider, as far as is known here. Pure functions. */
sealed interface Admission {
  /** It may; nothing was asked under this key yet. */
  record Admitted(String authorization) implements Admission {}

  /** It was asked under this key, and nobody knows yet how it ended. */
  record Asked(Operation operation) implements Admission {}

  /** First it has to be known how another operation ended. */
  record Blocked() implements Admission {}

  /** It is answered without the provider. */
  record Answered(Outcome outcome) implements Admission {}

  /**
   * What becomes of a request.
   *
   * @param undone whether the order was undone
   */
  static Admission of(Payment payment, Ask ask, boolean undone) {
    if (undone && ask.kind() == Kind.AUTHORIZE) {
      return refused(Refusal.OPERATION_UNDONE);
    }
    Optional<Operation> before = payment.operation(ask.key());
    if (before.isPresent()) {
      return again(payment, ask, before.get());
    }
    if (!ask.amount().currency().equals(payment.currency())) {
      return new Answered(new Outcome.CurrencyMismatch());
    }
    return switch (ask.kind()) {
      case AUTHORIZE -> authorize(payment, ask.amount());
      case CAPTURE -> undone ? refused(Refusal.NOT_AUTHORIZED) : capture(payment, ask.amount());
      case REFUND -> refund(payment, ask.amount().minor());
      case VOID ->
          throw new IllegalArgumentException("Nobody asks for a void: payments are undone");
    };
  }

  private static Admission again(Payment payment, Ask ask, Operation before) {
    if (before.kind() != ask.kind() || !before.amount().equals(ask.amount())) {
      return refused(Refusal.OPERATION_KEY_REUSED);
    }
    return switch (before.status()) {
      case UNKNOWN -> new Asked(before);
      case DONE, IN_REVIEW -> new Answered(new Outcome.Done(payment));
      case REFUSED -> refused(Refusal.valueOf(before.refusalReason()));
    };
  }

  private static Admission authorize(Payment payment, Money amount) {
    if (!amount.equals(payment.amount())) {
      return new Answered(new Outcome.InvalidAmount());
    }
    Optional<Operation> other = payment.standing(Kind.AUTHORIZE);
    if (other.isEmpty()) {
      return new Admitted("");
    }
    return other.get().isOpen() ? new Blocked() : refused(Refusal.ALREADY_AUTHORIZED);
  }

  private static Admission capture(Payment payment, Money amount) {
    Optional<Operation> other = payment.standing(Kind.CAPTURE);
    if (other.isPresent()) {
      return other.get().isOpen() ? new Blocked() : refused(Refusal.NOT_AUTHORIZED);
    }
    Optional<Operation> hold = payment.standing(Kind.AUTHORIZE);
    if (hold.isPresent() && hold.get().isOpen()) {
      return new Blocked();
    }
    if (hold.isEmpty() || payment.sums().held() == 0) {
      return refused(Refusal.NOT_AUTHORIZED);
    }
    return amount.minor() > payment.sums().held()
        ? refused(Refusal.CAPTURE_TOO_LARGE)
        : new Admitted(hold.get().authorization());
  }

  /** What is asked for already counts as given back. */
  private static Admission refund(Payment payment, long amount) {
    Optional<Operation> capture = payment.standing(Kind.CAPTURE);
    if (capture.isPresent() && capture.get().status() == Status.UNKNOWN) {
      return new Blocked();
    }
    long asked = payment.open(Kind.REFUND).stream().mapToLong(one -> one.amount().minor()).sum();
    if (capture.isEmpty() || amount > payment.sums().taken()) {
      return refused(Refusal.REFUND_TOO_LARGE);
    }
    return amount > payment.sums().taken() - asked
        ? new Blocked()
        : new Admitted(capture.get().authorization());
  }

  private static Answered refused(Refusal refusal) {
    return new Answered(new Outcome.Refused(refusal));
  }
}
