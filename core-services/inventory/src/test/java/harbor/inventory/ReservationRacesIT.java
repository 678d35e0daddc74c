package harbor.inventory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.reservation.Outcome;
import harbor.inventory.reservation.Wanted;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReservationsServiceGrpc.ReservationsServiceBlockingStub;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.service.InProcessCore;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.DayRange;
import harbor.observability.Telemetry;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many orders at once, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReservationRacesIT {
  private static final int BUYERS = 500;

  private final Telemetry telemetry =
      Telemetry.recording("inventory", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("inventory"), telemetry);
  private final Outbox outbox = new Outbox(telemetry);
  private final InventoryStore stock = new PostgresInventoryStore(database, outbox);
  private final PostgresReservationStore reservations =
      new PostgresReservationStore(database, outbox);

  @AfterAll
  void close() {
    database.close();
    telemetry.close();
  }

  @AfterEach
  void sumsAddUp() {
    assertSums(database);
  }

  private static void assertSums(Database database) {
    assertThat(
            database.<List<String>>read(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT h.product_id || ': ' || h.reserved
                            FROM stock_by_place AS h
                            WHERE h.reserved <> (
                                SELECT coalesce(sum(m.reserved), 0)
                                FROM stock_movements AS m
                                WHERE (m.product_id, m.place_id) = (h.product_id, h.place_id))
                              OR h.reserved <> (
                                SELECT coalesce(sum(p.quantity), 0)
                                FROM reserved_pieces AS p
                                JOIN reservations AS r USING (order_id)
                                WHERE r.status = 'HELD'
                                  AND (p.product_id, p.place_id) = (h.product_id, h.place_id))
                            """)
                        .mapTo(String.class)
                        .list()))
        .isEmpty();
  }

  @Test
  void fiveHundredBuyers_andOneUnit_haveOneWinner_eachTime() throws Exception {
    race(20);
  }

  @Test
  @Tag("proof")
  @Tag("checkout")
  void fiveHundredBuyers_andOneUnit_haveOneWinner_twoHundredTimes() throws Exception {
    race(200);
  }

  private void race(int rounds) throws Exception {
    try (InProcessCore core =
            InProcessCore.serving(
                new ReservationsService(
                    reservations, PostgresReservationTable.TABLE.in(database), stock));
        ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      ReservationsServiceBlockingStub client =
          ReservationsServiceGrpc.newBlockingStub(core.channel());
      for (int round = 0; round < rounds; round++) {
        String product = "unit-%d-%d".formatted(rounds, round);
        put(product, 1);

        List<Boolean> bought =
            all(
                buyers,
                IntStream.range(0, BUYERS)
                    .<Callable<Boolean>>mapToObj(
                        buyer -> () -> buys(client, product, product + "-" + buyer))
                    .toList());

        assertThat(bought).filteredOn(won -> won).hasSize(1);
        assertThat(available(product)).isZero();
      }
    }
  }

  /** Case 32: two that want the same in opposite order, beside a feed that writes both. */
  @Test
  void opposedOrders_allPass_besideAnImport() throws Exception {
    DatabaseSettings settings = TestDatabase.fresh("inventory");
    try (Database own = Database.open(settings, telemetry);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      InventoryStore stock = new PostgresInventoryStore(own, outbox);
      PostgresReservationStore reservations = new PostgresReservationStore(own, outbox);
      put(stock, Map.of("P", 1_000L, "Q", 1_000L));
      Wanted p = new Wanted("P", 1);
      Wanted q = new Wanted("Q", 1);

      var _ =
          all(
              threads,
              List.of(
                  () -> sold(reservations, "pq", List.of(p, q)),
                  () -> sold(reservations, "qp", List.of(q, p)),
                  () -> {
                    for (long i = 0; i < 100; i++) {
                      put(stock, Map.of("P-beside", i, "Q-beside", i, "R", i));
                    }
                    return true;
                  }));

      assertThat(stock.levels(List.of("P", "Q"), 0))
          .hasSize(2)
          .allMatch(level -> level.left() == 600);
      assertSums(own);
    }
    assertThat(TestDatabase.deadlocks(settings)).isZero();
  }

  /** The counter-test: rows that are locked in opposite order are a deadlock, which is counted. */
  @Test
  void deadlock_isCounted() throws Exception {
    DatabaseSettings settings = TestDatabase.fresh("inventory");
    try (Database own = Database.open(settings, telemetry);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      put(new PostgresInventoryStore(own, outbox), Map.of("P", 1L, "Q", 1L));
      Phaser both = new Phaser(2);

      assertThat(
              all(
                  threads,
                  List.of(
                      () -> isLocked(own, both, List.of("P", "Q")),
                      () -> isLocked(own, both, List.of("Q", "P")))))
          .containsExactlyInAnyOrder(true, false);
    }
    assertThat(TestDatabase.deadlocks(settings)).isOne();
  }

  /** Locks rows of stock, the second one when both have their first. */
  private static boolean isLocked(Database database, Phaser both, List<String> products) {
    try {
      return database.write(
          handle -> {
            for (String product : products) {
              var _ =
                  handle
                      .createQuery(
                          "SELECT product_id FROM stock_by_place WHERE product_id = :product FOR"
                              + " UPDATE")
                      .bind("product", product)
                      .mapTo(String.class)
                      .list();
              both.arriveAndAwaitAdvance();
            }
            return true;
          });
    } catch (RuntimeException _) {
      both.arriveAndDeregister();
      return false;
    }
  }

  /** Everything at once, at random: whatever wins, the sums are right, and nothing deadlocks. */
  @Test
  void randomWork_ofManyAtOnce_keepsTheSums() throws Exception {
    put("a", 12);
    put("b", 12);
    put("c", 12);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          all(
              threads,
              IntStream.range(0, 6)
                  .<Callable<Boolean>>mapToObj(seed -> () -> works(new Random(seed)))
                  .toList());
    }

    assertThat(stock.levels(List.of("a", "b", "c"), 0)).hasSize(3);
  }

  private boolean works(Random random) {
    for (int i = 0; i < 60; i++) {
      String order = "order-" + random.nextInt(15);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> ends(reservations.reserve(order, some(random)));
        case 3 -> ends(reservations.renew(order));
        case 4 -> ends(reservations.commit(order));
        case 5 -> ends(reservations.release(order));
        case 6 -> {
          Wanted back = new Wanted("a", 1);
          ends(reservations.restock(order, "r" + random.nextInt(3), List.of(back), false));
        }
        default -> put("a", random.nextInt(20), "b", random.nextInt(20), "c", random.nextInt(20));
      }
    }
    return true;
  }

  private static Collection<Wanted> some(Random random) {
    List<Wanted> wanted = new ArrayList<>();
    Stream.of("c", "a", "b")
        .filter(_ -> random.nextBoolean())
        .forEach(product -> wanted.add(new Wanted(product, 1 + random.nextInt(3))));
    return wanted.isEmpty() ? List.of(new Wanted("a", 1)) : wanted;
  }

  private static void ends(Outcome outcome) {
    assertThat(outcome).isNotNull();
  }

  private static boolean sold(
      PostgresReservationStore reservations, String prefix, List<Wanted> wanted) {
    for (int i = 0; i < 200; i++) {
      assertThat(reservations.reserve(prefix + i, wanted)).isInstanceOf(Outcome.Done.class);
      assertThat(reservations.commit(prefix + i)).isInstanceOf(Outcome.Done.class);
    }
    return true;
  }

  /** Asks again while the service is too busy to say. */
  private static boolean buys(
      ReservationsServiceBlockingStub client, String product, String order) {
    ReserveStockRequest request =
        ReserveStockRequest.newBuilder()
            .setOrderId(order)
            .addPieces(WantedPieces.newBuilder().setProductId(product).setQuantity(1))
            .build();
    while (true) {
      try {
        return client
            .withDeadlineAfter(60, SECONDS)
            .reserveStock(request)
            .getReservation()
            .getOrderId()
            .equals(order);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Code.UNAVAILABLE) {
          assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
          return false;
        }
      }
    }
  }

  private static <T> List<T> all(ExecutorService threads, List<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(work)) {
      results.add(result.get());
    }
    return results;
  }

  private long available(String product) {
    return stock.levels(List.of(product), 0).getFirst().left();
  }

  private void put(String product, long onHand) {
    put(stock, Map.of(product, onHand));
  }

  private void put(String p, long ofP, String q, long ofQ, String r, long ofR) {
    put(stock, Map.of(p, ofP, q, ofQ, r, ofR));
  }

  private static void put(InventoryStore stock, Map<String, Long> onHand) {
    var _ = stock.writePlaces(List.of(RowViews.place(Rows.place("P1").build())));
    var _ =
        stock.writeStock(
            new TreeMap<>(onHand)
                .entrySet().stream()
                    .map(
                        entry ->
                            new StatedStock(
                                entry.getKey(),
                                Status.AVAILABLE,
                                Optional.empty(),
                                new DayRange(0, 0),
                                new TreeMap<>(Map.of("P1", entry.getValue()))))
                    .toList());
  }
}
