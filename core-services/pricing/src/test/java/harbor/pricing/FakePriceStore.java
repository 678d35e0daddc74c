package harbor.pricing;

import harbor.kit.service.row.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Prices in memory, as the contract says it. */
final class FakePriceStore implements PriceStore {
  private static final Duration PERIOD = Duration.ofDays(30);

  private final InstantSource clock;
  private final Map<String, List<Period>> histories = new HashMap<>();

  FakePriceStore(InstantSource clock) {
    this.clock = clock;
  }

  private record Period(StatedPrice price, Instant from) {}

  @Override
  public synchronized List<CurrentPrice> prices(List<String> productIds) {
    return productIds.stream()
        .map(id -> Optional.ofNullable(histories.get(id)))
        .flatMap(Optional::stream)
        .map(FakePriceStore::current)
        .toList();
  }

  @Override
  public synchronized List<Boolean> put(List<StatedPrice> prices) {
    List<Boolean> written = new ArrayList<>();
    for (StatedPrice price : prices) {
      List<Period> history = histories.computeIfAbsent(price.productId(), _ -> new ArrayList<>());
      if (history.isEmpty()) {
        written.add(true);
        history.add(new Period(price, clock.instant()));
      } else if (!history.getLast().price().equals(price)) {
        written.add(false);
        Instant soonest = history.getLast().from().plus(1, ChronoUnit.MICROS);
        Instant now = clock.instant();
        history.add(new Period(price, now.isBefore(soonest) ? soonest : now));
      }
    }
    return written;
  }

  private static CurrentPrice current(List<Period> history) {
    return new CurrentPrice(
        history.getLast().price(),
        lowestBeforeSale(history),
        new Audit(
            history.getFirst().from(),
            "pricing",
            history.getLast().from(),
            "pricing",
            history.size()));
  }

  private static OptionalLong lowestBeforeSale(List<Period> history) {
    String currency = history.getLast().price().currency();
    int sale = history.size();
    while (sale > 0
        && history.get(sale - 1).price().isOnSale()
        && history.get(sale - 1).price().currency().equals(currency)) {
      sale--;
    }
    if (sale == history.size()) {
      return OptionalLong.empty();
    }
    OptionalLong lowest = OptionalLong.empty();
    Instant since = history.get(sale).from();
    for (int i = 0; i < sale; i++) {
      StatedPrice price = history.get(i).price();
      boolean within = history.get(i + 1).from().isAfter(since.minus(PERIOD));
      if (within && price.currency().equals(currency)) {
        lowest = OptionalLong.of(Math.min(lowest.orElse(Long.MAX_VALUE), price.currentMinor()));
      }
    }
    return lowest;
  }
}
