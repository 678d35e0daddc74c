package harbor.payments;

import static java.util.stream.Collectors.toMap;

import harbor.kit.service.row.Money;
import harbor.payments.Operation.Status;
import harbor.payments.PostgresPaymentStore.Compared;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the operations with the provider's ledger, entry by entry, in both directions: money at
 * the provider without an operation here, and an operation here without money at the provider. It
 * changes nothing. Thread-safe.
 */
final class Reconciliation {
  /** What is named at most. */
  static final int MAX_DISCREPANCIES = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
  private static final int PAGE = 500;

  /** What began later may be under way. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final PostgresPaymentStore store;
  private final PaymentProvider provider;
  private final InstantSource clock;

  Reconciliation(PostgresPaymentStore store, PaymentProvider provider, InstantSource clock) {
    this.store = store;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * A difference.
   *
   * @param orderId empty when the provider names none of ours
   * @param text for people
   */
  record Discrepancy(String orderId, String operationKey, String text) {}

  /**
   * What was found.
   *
   * @param compared entries of the provider's ledger
   */
  record Report(List<Discrepancy> discrepancies, long compared) {}

  /**
   * Compares.
   *
   * @throws ProviderUnavailable when the provider cannot be asked
   */
  Report run() {
    Instant settled = clock.instant().minus(GRACE);
    List<Discrepancy> found = new ArrayList<>();
    long after = 0;
    long compared = 0;
    for (List<ProviderEntry> page = provider.ledger(after, PAGE);
        !page.isEmpty();
        page = provider.ledger(after, PAGE)) {
      long last = page.getLast().number();
      compare(page, after + 1, last, settled, found);
      compared += page.size();
      after = last;
    }
    store.compared(List.of(), after + 1, Long.MAX_VALUE).forEach(ours -> found.add(missing(ours)));
    List<Discrepancy> named = found.subList(0, Math.min(found.size(), MAX_DISCREPANCIES));
    return new Report(List.copyOf(named), compared);
  }

  /** Compares, and says in the log what was found. */
  void check() {
    Report report = run();
    report
        .discrepancies()
        .forEach(
            discrepancy ->
                log.error(
                    "Order {}, operation {}: {}",
                    discrepancy.orderId(),
                    discrepancy.operationKey(),
                    discrepancy.text()));
    log.info(
        "{} entries of the provider's ledger compared, {} discrepancies",
        report.compared(),
        report.discrepancies().size());
  }

  private void compare(
      List<ProviderEntry> page, long first, long last, Instant settled, List<Discrepancy> found) {
    List<Compared> ours =
        store.compared(page.stream().map(ProviderEntry::key).toList(), first, last);
    Map<String, Compared> byKey =
        ours.stream()
            .collect(
                toMap(
                    one -> PostgresPaymentStore.providerKey(one.orderId(), one.key()), one -> one));
    Map<String, Compared> unmatched = new LinkedHashMap<>(byKey);
    unmatched.values().removeIf(one -> one.providerEntry() < first || one.providerEntry() > last);
    for (ProviderEntry entry : page) {
      String key = PostgresPaymentStore.providerKey(entry);
      Optional<Compared> known = Optional.ofNullable(byKey.get(key));
      if (known.isPresent() && known.get().providerEntry() == entry.number()) {
        unmatched.remove(key);
      }
      difference(entry, known, settled)
          .ifPresent(
              text ->
                  found.add(
                      new Discrepancy(
                          known.map(Compared::orderId).orElse(""),
                          known.map(Compared::key).orElse(entry.key()),
                          text)));
    }
    unmatched.values().forEach(one -> found.add(missing(one)));
  }

  private Optional<String> difference(
      ProviderEntry entry, Optional<Compared> known, Instant settled) {
    if (known.isEmpty()) {
      return entry.isDone()
          ? Optional.of(
              "The provider has %s %s of %s, unknown here."
                  .formatted(entry.kind(), money(entry.amount()), entry.reference()))
          : Optional.empty();
    }
    Compared ours = known.get();
    if (!entry.isDone()) {
      return ours.status() == Status.DONE && ours.providerEntry() == entry.number()
          ? Optional.of("Done here, %s at the provider.".formatted(entry.status()))
          : Optional.empty();
    }
    return switch (ours.status()) {
      case DONE ->
          ours.amount().equals(entry.amount()) && ours.providerEntry() == entry.number()
              ? Optional.empty()
              : Optional.of(
                  "%s here, %s at the provider."
                      .formatted(money(ours.amount()), money(entry.amount())));
      case UNKNOWN, IN_REVIEW ->
          ours.beganAt().isBefore(settled)
              ? Optional.of(
                  "%s %s done at the provider, not known here yet."
                      .formatted(entry.kind(), money(entry.amount())))
              : Optional.empty();
      case REFUSED -> notGivenBack(entry);
    };
  }

  /** What was refused here although the provider did it has to have been given back. */
  private Optional<String> notGivenBack(ProviderEntry entry) {
    return Holding.of(provider.entries(entry.reference())).stream()
        .filter(holding -> holding.authorization().equals(entry.authorization()))
        .filter(holding -> !holding.isEmpty())
        .findFirst()
        .map(
            _ ->
                "%s %s done at the provider, refused here and not given back."
                    .formatted(entry.kind(), money(entry.amount())));
  }

  private static Discrepancy missing(Compared ours) {
    return new Discrepancy(
        ours.orderId(),
        ours.key(),
        "%s done here, entry %d, which the provider does not have."
            .formatted(money(ours.amount()), ours.providerEntry()));
  }

  private static String money(Money amount) {
    return amount.minor() + " " + amount.currency();
  }
}
