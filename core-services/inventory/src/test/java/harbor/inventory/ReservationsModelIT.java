package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.reservation.Outcome;
import harbor.inventory.reservation.Reservation.State;
import harbor.inventory.reservation.Wanted;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.DayRange;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work on reservations ends as a model in memory says, step by step. */
class ReservationsModelIT {
  private static final int STEPS = 400;
  private static final List<String> PRODUCTS = List.of("a", "b", "c");

  private final Telemetry telemetry =
      Telemetry.recording("inventory", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("inventory"), telemetry);
  private final Outbox outbox = new Outbox(telemetry);
  private final InventoryStore stock = new PostgresInventoryStore(database, outbox);
  private final PostgresReservationStore reservations =
      new PostgresReservationStore(database, outbox);
  private final Model model = new Model();
  private int minutes;

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomWork_endsAsTheModelSays(long seed) {
    Random random = new Random(seed);
    var _ = stock.writePlaces(List.of(RowViews.place(Rows.place("P1").build())));
    put(random);

    for (int step = 0; step < STEPS; step++) {
      work(random, "order-" + random.nextInt(20), "step " + step);
    }
  }

  private void work(Random random, String order, String step) {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6 -> {
        Map<String, Integer> wanted = some(random);
        assertThat(ending(reservations.reserve(order, list(wanted))))
            .as(step)
            .isEqualTo(model.reserve(order, wanted, minutes));
      }
      case 7, 8 ->
          assertThat(ending(reservations.renew(order)))
              .as(step)
              .isEqualTo(model.renew(order, minutes));
      case 9, 10, 11 ->
          assertThat(ending(reservations.commit(order)))
              .as(step)
              .isEqualTo(model.commit(order, minutes));
      case 12, 13 ->
          assertThat(ending(reservations.release(order))).as(step).isEqualTo(model.release(order));
      case 14, 15 -> {
        Map<String, Integer> back = some(random);
        String key = "r" + random.nextInt(4);
        boolean damaged = random.nextInt(4) == 0;
        assertThat(ending(reservations.restock(order, key, list(back), damaged)))
            .as(step)
            .isEqualTo(model.restock(order, key, back, damaged));
      }
      case 16 -> put(random);
      case 17 -> {
        reservations.expire();
        model.expire(minutes);
      }
      default -> later(random.nextInt(8));
    }
    assertThat(left()).as(step).isEqualTo(model.left());
  }

  private static String ending(Outcome outcome) {
    return outcome instanceof Outcome.Done(var reservation)
        ? reservation.state().name()
        : outcome.getClass().getSimpleName();
  }

  private Map<String, Long> left() {
    return stock.levels(PRODUCTS, 0).stream()
        .collect(Collectors.toMap(level -> level.productId(), level -> level.left()));
  }

  private void later(int more) {
    minutes += more;
    database.write(
        handle ->
            handle.execute(
                "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE"
                    + " AS 'SELECT ''2030-01-01Z''::timestamptz + interval ''%d minutes'''"
                        .formatted(minutes)));
  }

  private void put(Random random) {
    later(0);
    for (String product : PRODUCTS) {
      long onHand = random.nextInt(25);
      model.onHand.put(product, onHand);
      var _ =
          stock.writeStock(
              List.of(
                  new StatedStock(
                      product,
                      Status.AVAILABLE,
                      Optional.empty(),
                      new DayRange(0, 0),
                      new TreeMap<>(Map.of("P1", onHand)))));
    }
  }

  private static Map<String, Integer> some(Random random) {
    Map<String, Integer> wanted = new TreeMap<>();
    Stream.of("c", "a", "b")
        .filter(_ -> random.nextBoolean())
        .forEach(product -> wanted.put(product, 1 + random.nextInt(3)));
    return wanted.isEmpty() ? Map.of("a", 1) : wanted;
  }

  private static List<Wanted> list(Map<String, Integer> wanted) {
    return wanted.entrySet().stream()
        .map(entry -> new Wanted(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** All at one place. */
  private static final class Model {
    private static final int MINUTES = 15;
    private static final String OUT_OF_STOCK = "OutOfStock";
    private static final String ENDED = "Ended";
    private static final String UNKNOWN = "Unknown";

    private final Map<String, Long> onHand = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();

    private static final class Order {
      private State state = State.UNDONE;
      private Map<String, Integer> wanted = Map.of();
      private final Map<String, Integer> returned = new HashMap<>();
      private final Set<String> returns = new HashSet<>();
      private int expiresAt;

      int sold(String product) {
        return wanted.getOrDefault(product, 0) - returned.getOrDefault(product, 0);
      }
    }

    Map<String, Long> left() {
      return PRODUCTS.stream()
          .collect(Collectors.toMap(id -> id, id -> onHand.getOrDefault(id, 0L) - reserved(id)));
    }

    String reserve(String id, Map<String, Integer> wanted, int now) {
      @Nullable Order order = orders.get(id);
      if (order == null) {
        if (!canBeHad(wanted)) {
          return OUT_OF_STOCK;
        }
        Order added = new Order();
        added.wanted = Map.copyOf(wanted);
        orders.put(id, added);
        return hold(added, now);
      }
      return switch (order.state) {
        case UNDONE, RELEASED -> "Undone";
        case HELD, COMMITTED -> order.wanted.equals(wanted) ? order.state.name() : "OfOtherPieces";
        case EXPIRED -> order.wanted.equals(wanted) ? takeAnew(order, now) : "OfOtherPieces";
      };
    }

    String renew(String id, int now) {
      @Nullable Order order = orders.get(id);
      if (order == null) {
        return UNKNOWN;
      }
      return switch (order.state) {
        case HELD -> hold(order, now);
        case EXPIRED -> takeAnew(order, now);
        case COMMITTED, RELEASED, UNDONE -> ENDED;
      };
    }

    String commit(String id, int now) {
      @Nullable Order order = orders.get(id);
      if (order == null) {
        return UNKNOWN;
      }
      return switch (order.state) {
        case HELD -> isThere(order.wanted) ? sell(order) : OUT_OF_STOCK;
        case EXPIRED -> takeAnew(order, now).equals("HELD") ? sell(order) : OUT_OF_STOCK;
        case COMMITTED -> "COMMITTED";
        case RELEASED, UNDONE -> ENDED;
      };
    }

    String release(String id) {
      Order order = orders.computeIfAbsent(id, _ -> new Order());
      if (order.state == State.UNDONE) {
        return "Undone";
      }
      if (order.state == State.COMMITTED) {
        order.wanted.keySet().forEach(product -> add(product, order.sold(product)));
      }
      order.state = State.RELEASED;
      return "RELEASED";
    }

    String restock(String id, String key, Map<String, Integer> back, boolean damaged) {
      @Nullable Order order = orders.get(id);
      if (order == null || order.state == State.UNDONE) {
        return UNKNOWN;
      }
      if (order.returns.contains(key)) {
        return order.state.name();
      }
      boolean tooMany =
          back.entrySet().stream().anyMatch(line -> line.getValue() > order.sold(line.getKey()));
      if (order.state != State.COMMITTED || tooMany) {
        return "TooManyReturned";
      }
      order.returns.add(key);
      back.forEach(
          (product, quantity) -> {
            order.returned.merge(product, quantity, Integer::sum);
            add(product, damaged ? 0 : quantity);
          });
      return "COMMITTED";
    }

    void expire(int now) {
      orders.values().stream()
          .filter(order -> order.state == State.HELD && order.expiresAt <= now)
          .forEach(order -> order.state = State.EXPIRED);
    }

    private String takeAnew(Order order, int now) {
      return canBeHad(order.wanted) ? hold(order, now) : OUT_OF_STOCK;
    }

    private static String hold(Order order, int now) {
      order.state = State.HELD;
      order.expiresAt = now + MINUTES;
      return "HELD";
    }

    private String sell(Order order) {
      order.wanted.forEach((product, quantity) -> add(product, -quantity));
      order.state = State.COMMITTED;
      return "COMMITTED";
    }

    private boolean canBeHad(Map<String, Integer> wanted) {
      return wanted.entrySet().stream()
          .allMatch(line -> line.getValue() <= onHand(line.getKey()) - reserved(line.getKey()));
    }

    private boolean isThere(Map<String, Integer> wanted) {
      return wanted.entrySet().stream().allMatch(line -> line.getValue() <= onHand(line.getKey()));
    }

    private void add(String product, int quantity) {
      onHand.merge(product, (long) quantity, Long::sum);
    }

    private long onHand(String product) {
      return onHand.getOrDefault(product, 0L);
    }

    private long reserved(String product) {
      return orders.values().stream()
          .filter(order -> order.state == State.HELD)
          .mapToLong(order -> order.wanted.getOrDefault(product, 0))
          .sum();
    }
  }
}
