package harbor.payments;

import static java.util.stream.Collectors.toSet;

import harbor.payments.Operation.Kind;
import harbor.payments.Operation.Status;
import harbor.payments.PaymentProvider.Ending;
import harbor.payments.PostgresPaymentStore.Begun;
import io.grpc.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider, and records it before and after.
 *
 * <p>An operation is recorded as {@link Status#UNKNOWN} before the provider is asked, and ends by
 * an entry of the provider's ledger, wherever that is heard of: in the answer, at the next try,
 * after a notice, or from a timer. Whoever finds one that has not ended asks the provider what it
 * has, and sends it again with the same key only when it is not there.
 *
 * <p>What is given back is decided by the provider's entries, not by what is recorded here. No
 * transaction is open while the provider is asked; a caller that leaves does not keep an answer
 * from being recorded. Thread-safe.
 */
final class Operations {
  private static final Logger log = LoggerFactory.getLogger(Operations.class);

  /**
   * Each round finds another state of the provider's: a void that comes too late, then a refund.
   */
  private static final int MAX_ROUNDS = 6;

  private static final int MAX_SETTLED = 100;

  private final PostgresPaymentStore store;
  private final PaymentProvider provider;

  Operations(PostgresPaymentStore store, PaymentProvider provider) {
    this.store = store;
    this.provider = provider;
  }

  /** Does what a caller asks for, once, however often it is asked. */
  Outcome perform(Ask ask) {
    return recorded(
        () -> {
          Begun begun = store.begin(ask);
          if (begun instanceof Begun.Blocked) {
            var _ = look(ask.orderId());
            begun = store.begin(ask);
          }
          return switch (begun) {
            case Begun.Blocked() -> new Outcome.Unknown();
            case Begun.Answered(Outcome outcome) -> answered(ask.orderId(), outcome);
            case Begun.Open(Operation operation, boolean wasThere) ->
                wasThere
                    ? askFirst(ask.orderId(), operation)
                    : send(ask.orderId(), operation, new Outcome.Unavailable());
          };
        });
  }

  /**
   * Undoes a payment: lets go of what the provider holds, gives back what it took, and stops what
   * has not arrived yet.
   */
  Outcome undo(String orderId, String key) {
    return recorded(
        () -> {
          store.markUndone(orderId, key);
          return store.find(orderId).isEmpty()
              ? new Outcome.UnknownPayment()
              : undoKnown(orderId, key);
        });
  }

  /**
   * Looks at what the provider has of an order, and records what is new.
   *
   * @throws ProviderUnavailable when the provider cannot be asked
   */
  void heed(String orderId) {
    if (look(orderId).isEmpty()) {
      log.warn("The provider has news of order {}, of which no payment is known", orderId);
    }
  }

  /** Looks at orders with operations that began before a time and whose end is not known. */
  void settle(Instant before) {
    store.unsettled(before, MAX_SETTLED).forEach(this::heed);
  }

  /**
   * The payment after a look at what the provider has. What was answered with another amount, or
   * arrived after the order was undone, is given back.
   */
  private Optional<Payment> look(String orderId) {
    Optional<Payment> payment = store.book(orderId, provider.entries(orderId));
    if (payment.isEmpty()) {
      return payment;
    }
    Optional<String> undone = store.undoneBy(orderId);
    if (undone.isPresent()) {
      var _ = giveBack(orderId, undone.get(), _ -> true);
    } else if (payment.get().operations().stream().anyMatch(Operations::isMismatch)) {
      var _ = giveBackMismatch(orderId);
    } else {
      return payment;
    }
    return store.find(orderId);
  }

  private Outcome undoKnown(String orderId, String key) {
    Payment payment = store.book(orderId, provider.entries(orderId)).orElseThrow();
    // One on its way would be held after all: the same key makes it happen now, to be let go.
    for (Operation operation : payment.open(Kind.AUTHORIZE)) {
      if (operation.status() == Status.UNKNOWN && ask(orderId, operation) instanceof Answer.None) {
        return new Outcome.Unknown();
      }
    }
    Outcome given = giveBack(orderId, key, _ -> true);
    return given instanceof Outcome.Done ? new Outcome.Done(store.closeUndone(orderId)) : given;
  }

  /** A refusal for a wrong amount is final only when that was given back. */
  private Outcome answered(String orderId, Outcome outcome) {
    return outcome instanceof Outcome.Refused(Refusal refusal)
            && refusal == Refusal.AMOUNT_MISMATCH
            && !(giveBackMismatch(orderId) instanceof Outcome.Done)
        ? new Outcome.Unknown()
        : outcome;
  }

  private Outcome askFirst(String orderId, Operation operation) {
    Payment payment = look(orderId).orElseThrow();
    Operation known = payment.operation(operation.key()).orElseThrow();
    return known.status() == Status.UNKNOWN
        ? send(orderId, operation, new Outcome.Unknown())
        : ended(payment, known);
  }

  /**
   * Asks the provider for the first time or again, and records its answer.
   *
   * @param notSent what it means that nothing was sent this time
   */
  private Outcome send(String orderId, Operation operation, Outcome notSent) {
    return switch (ask(orderId, operation)) {
      case Answer.Recorded(Payment payment) ->
          ended(payment, payment.operation(operation.key()).orElseThrow());
      case Answer.None(boolean sent) -> sent ? new Outcome.Unknown() : notSent;
    };
  }

  /** What the provider answered. */
  private sealed interface Answer {
    /** How the operation ended, which is recorded. */
    record Recorded(Payment payment) implements Answer {}

    /** Nothing that one could rely on. */
    record None(boolean sent) implements Answer {}
  }

  private Answer ask(String orderId, Operation operation) {
    String key = PostgresPaymentStore.providerKey(orderId, operation.key());
    Ending ending =
        switch (operation.kind()) {
          case AUTHORIZE ->
              provider.authorize(
                  key, orderId, operation.amount(), operation.cardToken().orElseThrow());
          case CAPTURE -> provider.capture(key, operation.authorization(), operation.amount());
          case VOID -> provider.release(key, operation.authorization());
          case REFUND -> provider.refund(key, operation.authorization(), operation.amount());
        };
    return switch (ending) {
      case Ending.Unknown() -> new Answer.None(true);
      case Ending.NotSent() -> new Answer.None(false);
      case Ending.Rejected(String reason) -> {
        log.error("The provider rejects {} of order {}: {}", operation.kind(), orderId, reason);
        yield new Answer.Recorded(
            store.refuse(orderId, operation.key(), Refusal.of(operation.kind(), reason)));
      }
      case Ending.Entered(ProviderEntry entry) ->
          new Answer.Recorded(store.book(orderId, List.of(entry)).orElseThrow());
    };
  }

  private Outcome ended(Payment payment, Operation operation) {
    String orderId = payment.orderId();
    if (operation.status() != Status.REFUSED) {
      return operation.kind() == Kind.AUTHORIZE && store.undoneBy(orderId).isPresent()
          ? new Outcome.Refused(Refusal.OPERATION_UNDONE)
          : new Outcome.Done(payment);
    }
    if (isMismatch(operation)) {
      log.error(
          "The provider answered {} {} of order {} with another amount or currency than {}",
          operation.kind(),
          operation.key(),
          orderId,
          operation.amount());
    }
    return answered(orderId, new Outcome.Refused(Refusal.valueOf(operation.refusalReason())));
  }

  private static boolean isMismatch(Operation operation) {
    return operation.refusalReason().equals(Refusal.AMOUNT_MISMATCH.name());
  }

  /** Gives back what was held or taken wrongly, and nothing else of the order. */
  private Outcome giveBackMismatch(String orderId) {
    Set<String> wrong =
        store.find(orderId).orElseThrow().operations().stream()
            .filter(operation -> operation.kind() != Kind.REFUND && isMismatch(operation))
            .map(Operation::authorization)
            .collect(toSet());
    return giveBack(orderId, "mismatch", holding -> wrong.contains(holding.authorization()));
  }

  /**
   * Lets go of and gives back what the provider has of an order, by its own entries.
   *
   * @param key names what is done for it; a refused try is followed by one with another key
   * @param which of what the provider has
   */
  private Outcome giveBack(String orderId, String key, Predicate<Holding> which) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<ProviderEntry> entries = provider.entries(orderId);
      Payment payment = store.book(orderId, entries).orElseThrow();
      Optional<Holding> left =
          Holding.of(entries).stream()
              .filter(holding -> !holding.isEmpty())
              .filter(which)
              .findFirst();
      if (left.isEmpty()) {
        return new Outcome.Done(payment);
      }
      Holding holding = left.get();
      Kind kind = holding.isHeld() ? Kind.VOID : Kind.REFUND;
      Operation operation =
          store.beginCompensation(
              orderId,
              nameOf(payment, key + (holding.isHeld() ? ".void." : ".refund.")),
              kind,
              holding.isHeld() ? holding.heldMoney() : holding.takenMoney(),
              holding.authorization());
      if (ask(orderId, operation) instanceof Answer.None) {
        return new Outcome.Unknown();
      }
    }
    log.error("What the provider has of order {} cannot be given back", orderId);
    return new Outcome.Unknown();
  }

  private static String nameOf(Payment payment, String base) {
    long before =
        payment.operations().stream()
            .filter(operation -> operation.key().startsWith(base) && !operation.isOpen())
            .count();
    return base + before;
  }

  /** What was begun is recorded, whoever has left meanwhile. */
  private static Outcome recorded(Supplier<Outcome> work) {
    Context forked = Context.current().fork();
    Context before = forked.attach();
    try {
      return work.get();
    } catch (ProviderUnavailable e) {
      log.warn("The provider cannot be asked: {}", e.getMessage());
      return new Outcome.Unknown();
    } finally {
      forked.detach(before);
    }
  }
}
