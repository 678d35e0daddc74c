package harbor.orders;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts of which each has an address, and a ledger of points. */
final class FakeAccounts implements Accounts {
  private final Map<String, Long> movements = new HashMap<>();
  private int failures;

  /** The next bookings fail so often. */
  synchronized void fail(int times) {
    failures = times;
  }

  @Override
  public Account current() {
    return new Account(
        "ada@example.com",
        Optional.of(new Order.Address("Ada", List.of("Hauptstr. 1"), "Berlin", "", "10115", "")),
        "DE");
  }

  @Override
  public Optional<Integer> fraudScore(String owner) {
    return Optional.of(10);
  }

  @Override
  public synchronized void book(String owner, String orderId, String movement, long points) {
    if (failures > 0) {
      failures--;
      throw io.grpc.Status.UNAVAILABLE.asRuntimeException();
    }
    movements.putIfAbsent(owner + " " + orderId + " " + movement, points);
  }

  /** The points of an order. */
  synchronized long of(String orderId) {
    return movements.entrySet().stream()
        .filter(booked -> booked.getKey().contains(" " + orderId + " "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
