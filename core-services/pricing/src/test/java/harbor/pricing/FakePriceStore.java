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
import java.util.stream.Stream;

/** Prices in memory, as the contract says it. */
final class FakePriceStore implements PriceStore {
  private static final Duration PERIOD = Duration.ofDays(30);

  private final InstantSource clock;
  private final Map<String, List<Period>> histories = new HashMap<>();

  FakePriceStore(InstantSource clock) {
    this.clock = clock;
  }

  private record Period(StatedPrice price, Instant from) {
    boolean onSale() {
      return price.sale().map(sale -> sale.isInForce(from)).orElse(false);
    }

    long currentMinor() {
      return onSale() ? price.sale().orElseThrow().minor() : price.listMinor();
    }

    Optional<Instant> next() {
      return price
          .sale()
          .flatMap(
              sale ->
                  Stream.of(sale.startsAt(), sale.endsAt())
                      .flatMap(Optional::stream)
                      .filter(from::isBefore)
                      .findFirst());
    }
  }

  @Override
  public synchronized List<CurrentPrice> prices(List<String> productIds) {
    return productIds.stream()
        .map(id -> Optional.ofNullable(histories.get(id)))
        .flatMap(Optional::stream)
        .map(this::current)
        .toList();
  }

  @Override
  public synchronized List<Boolean> put(List<StatedPrice> prices) {
    List<Boolean> written = new ArrayList<>();
    for (StatedPrice price : prices) {
      List<Period> history = histories.computeIfAbsent(price.productId(), _ -> new ArrayList<>());
      pass(history);
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

  @Override
  public synchronized boolean recordBoundaries() {
    return histories.values().stream().filter(this::pass).count() > 0;
  }

  @Override
  public synchronized Optional<Duration> untilNextBoundary(Duration limit) {
    return histories.values().stream()
        .map(history -> history.getLast().next())
        .flatMap(Optional::stream)
        .map(next -> Duration.between(clock.instant(), next))
        .filter(time -> time.compareTo(limit) <= 0)
        .min(Duration::compareTo);
  }

  /** Whether a boundary has passed. */
  private boolean pass(List<Period> history) {
    int before = history.size();
    while (!history.isEmpty()
        && history.getLast().next().filter(next -> !next.isAfter(clock.instant())).isPresent()) {
      history.add(new Period(history.getLast().price(), history.getLast().next().orElseThrow()));
    }
    return history.size() > before;
  }

  private CurrentPrice current(List<Period> recorded) {
    List<Period> history = new ArrayList<>(recorded);
    pass(history);
    Period now = history.getLast();
    StatedPrice price = now.price();
    return new CurrentPrice(
        new StatedPrice(
            price.productId(),
            price.currency(),
            price.listMinor(),
            price.sale().filter(sale -> !sale.isOver(clock.instant())),
            price.taxClass()),
        now.currentMinor(),
        lowestBeforeSale(history),
        new Audit(
            recorded.getFirst().from(),
            "pricing",
            recorded.getLast().from(),
            "pricing",
            recorded.size()));
  }

  private static OptionalLong lowestBeforeSale(List<Period> history) {
    String currency = history.getLast().price().currency();
    int sale = history.size();
    while (sale > 0
        && history.get(sale - 1).onSale()
        && history.get(sale - 1).price().currency().equals(currency)) {
      sale--;
    }
    if (sale == history.size()) {
      return OptionalLong.empty();
    }
    OptionalLong lowest = OptionalLong.empty();
    Instant since = history.get(sale).from();
    for (int i = 0; i < sale; i++) {
      Period period = history.get(i);
      boolean within = history.get(i + 1).from().isAfter(since.minus(PERIOD));
      if (within && period.price().currency().equals(currency)) {
        lowest = OptionalLong.of(Math.min(lowest.orElse(Long.MAX_VALUE), period.currentMinor()));
      }
    }
    return lowest;
  }
}
