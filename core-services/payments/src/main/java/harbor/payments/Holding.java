package harbor.payments;

import harbor.kit.service.row.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the provider has of one authorisation, as its own entries say it.
 *
 * @param currency the one in which it was authorised
 */
record Holding(String authorization, String currency, boolean inReview, long held, long taken) {
  /** Of all authorisations that the entries of one reference name. */
  static List<Holding> of(List<ProviderEntry> entries) {
    Map<String, List<ProviderEntry>> byAuthorization = new LinkedHashMap<>();
    entries.forEach(
        entry ->
            byAuthorization
                .computeIfAbsent(entry.authorization(), _ -> new ArrayList<>())
                .add(entry));
    return byAuthorization.values().stream().map(Holding::ofOne).toList();
  }

  /** Whether nothing is left to give back. */
  boolean isEmpty() {
    return !isHeld() && taken == 0;
  }

  /** Whether something is there to let go. */
  boolean isHeld() {
    return held > 0 || inReview;
  }

  Money heldMoney() {
    return new Money(held, currency);
  }

  Money takenMoney() {
    return new Money(taken, currency);
  }

  private static Holding ofOne(List<ProviderEntry> entries) {
    boolean inReview = false;
    long held = 0;
    long taken = 0;
    for (ProviderEntry entry : entries) {
      long amount = entry.amount().minor();
      switch (entry.kind()) {
        case AUTHORIZE -> {
          inReview = entry.status() == ProviderEntry.Status.IN_REVIEW;
          held = entry.isDone() ? amount : 0;
        }
        case CAPTURE -> {
          if (entry.isDone()) {
            taken = amount;
            held = 0;
          }
        }
        case VOID, EXPIRE -> {
          if (entry.isDone()) {
            inReview = false;
            held = 0;
          }
        }
        case REFUND -> taken = Math.subtractExact(taken, entry.isDone() ? amount : 0);
      }
    }
    ProviderEntry first = entries.getFirst();
    return new Holding(first.authorization(), first.amount().currency(), inReview, held, taken);
  }
}
