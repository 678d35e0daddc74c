package harbor.payments;

import harbor.kit.service.row.Money;
import harbor.payments.ProviderEntry.Kind;
import harbor.payments.ProviderEntry.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider that goes wrong as a test says. Otherwise it keeps the rules. Thread-safe. */
final class ScriptedProvider implements PaymentProvider {
  private final List<ProviderEntry> ledger = new ArrayList<>();
  private final Map<String, String> requests = new HashMap<>();
  private final Map<Kind, Deque<Fault>> script = new HashMap<>();
  private boolean isDown;
  private int asked;

  /** What goes wrong once. */
  enum Fault {
    /** It is done, and the answer is lost. */
    ANSWER_LOST,
    /** It is not done, and nobody is told. */
    REQUEST_LOST,
    /** It is done, and then whoever asked dies. */
    ASKER_DIES,
    /** It is refused. */
    REFUSED,
    /** Somebody has to look at it. */
    REVIEW,
    /** 500 less than asked. */
    OTHER_AMOUNT,
    /** In US dollars. */
    OTHER_CURRENCY
  }

  /** What dies when its process does: not what is expected anywhere. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What goes wrong with the next ones of a kind. */
  synchronized void next(Kind kind, Fault... faults) {
    script.computeIfAbsent(kind, _ -> new ArrayDeque<>()).addAll(List.of(faults));
  }

  /** From now on it cannot be reached, or can be again. */
  synchronized void down(boolean down) {
    isDown = down;
  }

  /** How often it was asked to do something. */
  synchronized int asked() {
    return asked;
  }

  /** What it did to an order. */
  synchronized List<String> done(String reference) {
    return ledger.stream()
        .filter(entry -> entry.reference().equals(reference) && entry.isDone())
        .map(entry -> entry.kind() + " " + entry.amount().minor())
        .toList();
  }

  /** What it holds and took, all orders together. */
  synchronized long sum() {
    return ledger.stream()
        .map(ProviderEntry::reference)
        .distinct()
        .flatMap(reference -> Holding.of(entries(reference)).stream())
        .mapToLong(holding -> holding.held() + holding.taken())
        .sum();
  }

  /** Ends a review. */
  synchronized void review(String reference, boolean approve) {
    ProviderEntry asked = entries(reference).getLast();
    append(
        asked.key(),
        Kind.AUTHORIZE,
        approve ? Status.DONE : Status.REFUSED,
        reference,
        asked.authorization(),
        asked.amount(),
        approve ? "" : "card_declined");
  }

  /** Lets go of a hold by itself. */
  synchronized void expire(String reference) {
    ProviderEntry held = entries(reference).getFirst();
    append(
        "own-" + ledger.size(),
        Kind.EXPIRE,
        Status.DONE,
        reference,
        held.authorization(),
        held.amount(),
        "");
  }

  /** Money that nobody here knows of. */
  synchronized void adds(String key, String reference, Money amount) {
    append(key, Kind.AUTHORIZE, Status.DONE, reference, "auth-" + key, amount, "");
  }

  /** Loses its last entry. */
  synchronized void forgetsLast() {
    ledger.removeLast();
  }

  @Override
  public synchronized Ending authorize(
      String key, String reference, Money amount, String cardToken) {
    Optional<Fault> ofCard =
        switch (cardToken) {
          case "tok_decline" -> Optional.of(Fault.REFUSED);
          case "tok_timeout" -> Optional.of(Fault.ANSWER_LOST);
          case "tok_review" -> Optional.of(Fault.REVIEW);
          default -> Optional.empty();
        };
    return perform(
        key,
        Kind.AUTHORIZE,
        reference,
        "auth-" + key,
        amount,
        ofCard,
        cardToken.equals("tok_decline") ? "card_declined" : "");
  }

  @Override
  public synchronized Ending capture(String key, String authorization, Money amount) {
    Optional<Holding> holding = holding(authorization);
    return holding.isEmpty()
        ? new Ending.Rejected("404 unknown_authorization")
        : perform(
            key,
            Kind.CAPTURE,
            reference(authorization),
            authorization,
            amount,
            Optional.empty(),
            amount.minor() > holding.get().held() ? "not_held" : "");
  }

  @Override
  public synchronized Ending release(String key, String authorization) {
    Optional<Holding> holding = holding(authorization);
    return holding.isEmpty()
        ? new Ending.Rejected("404 unknown_authorization")
        : perform(
            key,
            Kind.VOID,
            reference(authorization),
            authorization,
            holding.get().heldMoney(),
            Optional.empty(),
            holding.get().isHeld() ? "" : "not_held");
  }

  @Override
  public synchronized Ending refund(String key, String authorization, Money amount) {
    Optional<Holding> holding = holding(authorization);
    return holding.isEmpty()
        ? new Ending.Rejected("404 unknown_authorization")
        : perform(
            key,
            Kind.REFUND,
            reference(authorization),
            authorization,
            amount,
            Optional.empty(),
            amount.minor() > holding.get().taken() ? "amount_too_large" : "");
  }

  @Override
  public synchronized List<ProviderEntry> entries(String reference) {
    if (isDown) {
      throw new ProviderUnavailable("down");
    }
    return ledger.stream().filter(entry -> entry.reference().equals(reference)).toList();
  }

  @Override
  public synchronized List<ProviderEntry> ledger(long after, int max) {
    if (isDown) {
      throw new ProviderUnavailable("down");
    }
    return ledger.stream().filter(entry -> entry.number() > after).limit(max).toList();
  }

  private Ending perform(
      String key,
      Kind kind,
      String reference,
      String authorization,
      Money amount,
      Optional<Fault> ofCard,
      String refusal) {
    if (isDown) {
      return new Ending.NotSent();
    }
    asked++;
    String request = kind + authorization + (kind == Kind.VOID ? "" : amount);
    if (!request.equals(requests.getOrDefault(key, request))) {
      return new Ending.Rejected("409 idempotency_key_reused");
    }
    Optional<ProviderEntry> before =
        ledger.stream().filter(entry -> entry.key().equals(key)).reduce((earlier, later) -> later);
    if (before.isPresent()) {
      return new Ending.Entered(before.get());
    }
    Optional<Fault> fault =
        Optional.ofNullable(script.getOrDefault(kind, new ArrayDeque<>()).poll()).or(() -> ofCard);
    if (fault.equals(Optional.of(Fault.REQUEST_LOST))) {
      return new Ending.Unknown();
    }
    requests.put(key, request);
    boolean refused = !refusal.isEmpty() || fault.equals(Optional.of(Fault.REFUSED));
    ProviderEntry entry =
        append(
            key,
            kind,
            refused
                ? Status.REFUSED
                : fault.equals(Optional.of(Fault.REVIEW)) ? Status.IN_REVIEW : Status.DONE,
            reference,
            authorization,
            moved(amount, fault),
            refused ? refusal.isEmpty() ? "not_yet" : refusal : "");
    if (fault.equals(Optional.of(Fault.ASKER_DIES))) {
      throw new Died();
    }
    return fault.equals(Optional.of(Fault.ANSWER_LOST))
        ? new Ending.Unknown()
        : new Ending.Entered(entry);
  }

  private static Money moved(Money asked, Optional<Fault> fault) {
    if (fault.equals(Optional.of(Fault.OTHER_AMOUNT))) {
      return new Money(asked.minor() - 500, asked.currency());
    }
    return fault.equals(Optional.of(Fault.OTHER_CURRENCY))
        ? new Money(asked.minor(), "USD")
        : asked;
  }

  private ProviderEntry append(
      String key,
      Kind kind,
      Status status,
      String reference,
      String authorization,
      Money amount,
      String reason) {
    ProviderEntry entry =
        new ProviderEntry(
            ledger.size() + 1L, key, kind, status, reference, authorization, amount, reason);
    ledger.add(entry);
    return entry;
  }

  private Optional<Holding> holding(String authorization) {
    return Holding.of(ledger).stream()
        .filter(holding -> holding.authorization().equals(authorization))
        .findFirst();
  }

  private String reference(String authorization) {
    return ledger.stream()
        .filter(entry -> entry.authorization().equals(authorization))
        .findFirst()
        .orElseThrow()
        .reference();
  }
}
