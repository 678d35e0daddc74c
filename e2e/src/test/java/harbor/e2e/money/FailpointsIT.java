package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.carts.Carts;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.e2e.money.Attempt.End;
import harbor.inventory.Inventory;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.kit.runtime.Parts;
import harbor.kit.service.call.CallFailpoints;
import harbor.kit.testing.ProofReport;
import harbor.observability.StoreProcess;
import harbor.orders.Orders;
import harbor.payments.Payments;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.pricing.Pricing;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.shipping.Shipping;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.AccessOuterClass;
import harbor.users.Users;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The process of orders is stopped at each place that its code names, and another instance goes on;
 * a service that it asks is stopped in each call that changes something, and started again. Every
 * order has one end, and the ledgers say the same as the orders.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailpointsIT {
  /** JVMs that are stopped at the same time. */
  private static final int TOGETHER = 6;

  private static final int WALKS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Steps that only undo. */
  private static final Set<String> UNDOING =
      Set.of("undo-payment", "cancel-shipment", "release-stock", "give-coupon-back");

  /** The services that orders asks to do something. */
  private static final List<Asked> SERVICES =
      List.of(
          new Asked(Payments.PROCESS, PaymentsServiceGrpc.getServiceDescriptor()),
          new Asked(Inventory.PROCESS, ReservationsServiceGrpc.getServiceDescriptor()),
          new Asked(Pricing.PROCESS, OffersServiceGrpc.getServiceDescriptor()),
          new Asked(Shipping.PROCESS, ShippingServiceGrpc.getServiceDescriptor()),
          new Asked(Carts.PROCESS, CartsServiceGrpc.getServiceDescriptor()),
          new Asked(Users.PROCESS, UsersServiceGrpc.getServiceDescriptor()));

  private static final List<End> UNDONE = List.of(End.REFUSED, End.CANCELLED);
  private static final List<End> GIVEN_BACK = List.of(End.RETURNED);

  /** How orders end that lead to a call; each other one is of those that are confirmed. */
  private static final Map<String, List<End>> ENDS =
      Map.of(
          "OffersService/MakeOffer", List.of(End.OUTDATED),
          "OffersService/GiveBackPromotions", UNDONE,
          "ReservationsService/ReleaseReservation", UNDONE,
          "ReservationsService/RestockPieces", GIVEN_BACK,
          "ReservationsService/RenewReservation", List.of(End.REVIEWED),
          "ShippingService/CancelShipment", UNDONE,
          "PaymentsService/UndoPayment", UNDONE,
          "PaymentsService/RefundPayment", GIVEN_BACK,
          "UsersService/BookPoints", List.of(End.CONFIRMED, End.CANCELLED, End.RETURNED));

  /**
   * Only an order that waits for half a minute leads there, each try by another instance: so there
   * is one alone meanwhile.
   */
  private static final Predicate<Place> ALONE = place -> place.end() == End.REVIEWED;

  /** One of each service, for the ordinary test. */
  private static final Map<String, End> SOME =
      Map.of(
          "PaymentsService/CapturePayment.called", End.CONFIRMED,
          "ReservationsService/ReleaseReservation.called", End.REFUSED,
          "OffersService/GiveBackPromotions.called", End.CANCELLED,
          "ShippingService/PlanShipment.called", End.CONFIRMED,
          "CartsService/RemoveOrdered.called", End.CONFIRMED,
          "UsersService/BookPoints.called", End.RETURNED);

  private final MoneyCores cores =
      MoneyCores.start(Map.of("HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "100"));
  private final Shop shop = Shop.open(cores.settings);

  @AfterAll
  void close() {
    shop.close();
    cores.close();
  }

  /** A service, and the contract of what it is asked. */
  private record Asked(StoreProcess process, ServiceDescriptor contract) {
    /** Calls that the contract lets orders make. */
    Set<String> calls() {
      String name = contract.getName().substring(contract.getName().lastIndexOf('.') + 1);
      return contract.getMethods().stream()
          .filter(Asked::isOfOrders)
          .map(method -> name + "/" + method.getBareMethodName())
          .collect(Collectors.toSet());
    }

    private static boolean isOfOrders(MethodDescriptor<?, ?> method) {
      return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
          && schema
              .getMethodDescriptor()
              .getOptions()
              .getExtension(AccessOuterClass.access)
              .getCallersList()
              .contains(Orders.PROCESS.name());
    }

    /** In each of them that changes something. */
    Stream<Place> places() {
      Set<String> calls = calls();
      return CallFailpoints.of(contract).stream()
          .filter(point -> calls.contains(call(point)))
          .flatMap(
              point ->
                  ENDS.getOrDefault(call(point), List.of(End.CONFIRMED)).stream()
                      .map(end -> new Place(process, point, end)));
    }

    private static String call(String point) {
      return point.substring(0, point.lastIndexOf('.'));
    }
  }

  /**
   * Where a process stops.
   *
   * @param end of the order that leads there
   */
  private record Place(StoreProcess process, String point, End end) {}

  /** The answer of a step was there, and was not recorded: the hardest moment of each. */
  @Test
  void order_hasOneEnd_whereverItsProcessStops_onceEachStep() {
    var _ = stopAt(ofOrders().filter(place -> place.point().endsWith(".called")).toList());
  }

  /** The work of a call was done, and nobody was told: the hardest moment of each. */
  @Test
  void order_hasOneEnd_whereverAServiceStops_onceEachService() {
    List<Place> some =
        ofServices().filter(place -> place.end() == SOME.get(place.point())).toList();
    assertThat(some).hasSameSizeAs(SERVICES);

    var _ = stopAt(some);
  }

  @Test
  @Tag("proof")
  @Tag("checkout")
  void order_hasOneEnd_whereverAProcessStops_twice() {
    long begin = System.nanoTime();
    List<Place> ofOrders = ofOrders().toList();
    List<Place> ofServices = ofServices().toList();
    List<Duration> ends = new ArrayList<>();
    List<Duration> endsOfServices = new ArrayList<>();
    for (int walk = 0; walk < WALKS; walk++) {
      ends.addAll(stopAt(ofOrders));
      endsOfServices.addAll(stopAt(ofServices.stream().filter(ALONE.negate()).toList()));
      endsOfServices.addAll(stopAlone(ofServices.stream().filter(ALONE)));
    }
    ProofReport report =
        ProofReport.part(
            "checkout",
            "Failpoints",
            "The process of orders stops at each place that its code names, and another instance"
                + " goes on with what was under way; each service that it asks stops in each call"
                + " that changes something, before it and after its commit, for each kind of saga"
                + " that makes it, and is started again. Every order had one end; the provider's"
                + " ledger, the ledger of payments and the orders say the same.",
            "found",
            "figure");
    report.row("failpoints of orders", ofOrders.size());
    report.row(
        "failpoints in calls of "
            + String.join(", ", SERVICES.stream().map(asked -> asked.process().name()).toList()),
        ofServices.stream().map(Place::point).distinct().count());
    report.row("the same, for each kind of saga that makes the call", ofServices.size());
    report.row("walks", WALKS);
    report.row("orders stopped there, and converged", ends.size());
    report.row("longest until converged, ms", Collections.max(ends).toMillis());
    report.row("services stopped there, and converged", endsOfServices.size());
    report.row("longest until converged, ms", Collections.max(endsOfServices).toMillis());
    report.row("seconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    report.write();
  }

  private static Stream<Place> ofOrders() {
    return Orders.failpoints().stream().map(point -> new Place(Orders.PROCESS, point, end(point)));
  }

  private static End end(String point) {
    String[] names = point.split("\\.", -1);
    return switch (names[0]) {
      case "cancel" -> End.CANCELLED;
      case "return" -> End.RETURNED;
      default -> UNDOING.contains(names[1]) ? End.REFUSED : End.CONFIRMED;
    };
  }

  /** Those of a service apart from each other, so that few of it are away at the same time. */
  private static Stream<Place> ofServices() {
    List<List<Place>> all = SERVICES.stream().map(asked -> asked.places().toList()).toList();
    return IntStream.range(0, all.stream().mapToInt(List::size).max().orElseThrow())
        .boxed()
        .flatMap(
            number ->
                all.stream()
                    .filter(places -> number < places.size())
                    .map(places -> places.get(number)));
  }

  /** How long it took from each stop to the end of all that was under way. */
  private List<Duration> stopAt(List<Place> places) {
    List<Duration> ends = new ArrayList<>();
    for (int from = 0; from < places.size(); from += TOGETHER) {
      List<Place> some = places.subList(from, Math.min(from + TOGETHER, places.size()));
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        List<Future<Duration>> running = new ArrayList<>();
        for (Place place : some) {
          running.add(threads.submit(() -> stopAt(place)));
        }
        running.forEach(end -> ends.add(Together.got(end)));
      }
    }
    shop.assertBooksAgree();
    return ends;
  }

  private List<Duration> stopAlone(Stream<Place> places) {
    cores.stop(Orders.PROCESS);
    try {
      return places.map(this::stopAt).toList();
    } finally {
      cores.start(Orders.PROCESS);
    }
  }

  private Duration stopAt(Place place) {
    Map<String, String> settings = MoneySettings.another(cores.settings, place.process());
    Map<String, String> doom = new HashMap<>(settings);
    doom.put("HARBOR_FAILPOINTS", place.point());
    try (Parts parts = new Parts()) {
      Apart doomed = parts.add("doomed", Apart.launch(place.process(), doom)).ready();
      Shop there = parts.add("shop", new Shop(asking(place.process(), settings, parts)));
      // An instance that is slow lets a saga go, and the other one carries it on: then once more.
      List<Attempt> attempts = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Attempt attempt = Attempt.at(shop, place.end());
                attempts.add(attempt);
                leave(() -> attempt.call(there));
                await()
                    .atMost(PATIENCE)
                    .until(() -> !doomed.isAlive() || shop.isOver(attempt.purchase.cart.getId()));
                return !doomed.isAlive();
              });
      long stopped = System.nanoTime();
      assertThat(doomed.exitCode()).as(() -> place + "\n" + doomed.log()).isEqualTo(137);
      if (!place.process().equals(Orders.PROCESS)) {
        parts.add("started again", cores.another(place.process(), settings));
      }
      attempts.forEach(Attempt::assertEnded);
      return Duration.ofNanos(System.nanoTime() - stopped);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("at " + place, e);
    }
  }

  /** Where orders are that ask the process that is stopped: itself, or an instance of their own. */
  private Map<String, String> asking(
      StoreProcess process, Map<String, String> settings, Parts parts) {
    if (process.equals(Orders.PROCESS)) {
      return settings;
    }
    Map<String, String> orders = MoneySettings.another(settings, Orders.PROCESS);
    parts.add("orders", cores.another(Orders.PROCESS, orders));
    return orders;
  }

  /** The process dies while it answers, or did so before, when it carried on somebody else's. */
  private static void leave(Runnable call) {
    try {
      call.run();
    } catch (io.grpc.StatusRuntimeException e) {
      assertThat(e.getStatus().getCode())
          .isIn(
              io.grpc.Status.Code.UNAVAILABLE,
              io.grpc.Status.Code.DEADLINE_EXCEEDED,
              io.grpc.Status.Code.FAILED_PRECONDITION);
    }
  }
}
