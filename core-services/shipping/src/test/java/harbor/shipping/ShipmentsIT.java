package harbor.shipping;

import static harbor.shipping.Plans.plan;
import static harbor.shipping.v1.ShipmentStatus.SHIPMENT_STATUS_CANCELLED;
import static harbor.shipping.v1.ShipmentStatus.SHIPMENT_STATUS_DELIVERED;
import static harbor.shipping.v1.ShipmentStatus.SHIPMENT_STATUS_HANDED_OVER;
import static harbor.shipping.v1.ShipmentStatus.SHIPMENT_STATUS_PLANNED;
import static harbor.shipping.v1.ShipmentStatus.SHIPMENT_STATUS_RELEASED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import harbor.shipping.v1.AdvanceShipmentRequest;
import harbor.shipping.v1.CancelShipmentRequest;
import harbor.shipping.v1.CancelShipmentResponse;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ListOrderShipmentsRequest;
import harbor.shipping.v1.ListShipmentsRequest;
import harbor.shipping.v1.ListShipmentsResponse;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.ReleaseShipmentRequest;
import harbor.shipping.v1.Shipment;
import harbor.shipping.v1.ShipmentLine;
import harbor.shipping.v1.ShipmentStatus;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shipping.v1.ShippingServiceGrpc.ShippingServiceBlockingStub;
import harbor.shop.v1.Destination;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.FindPersonRequest;
import harbor.type.v1.PersonalDataServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shipments over a socket, on a real database, whose time the tests set. */
class ShipmentsIT {
  private static TestCore core;
  private static ShippingServiceBlockingStub client;
  private static ShippingServiceBlockingStub admin;

  @BeforeAll
  static void start() {
    core = TestCore.start(Shipping.PROCESS);
    client = ShippingServiceGrpc.newBlockingStub(core.channel());
    admin =
        ShippingServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("root", Set.of("admin"))));
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @AfterEach
  void clear() throws SQLException {
    sql("TRUNCATE shipments, shipment_steps");
    sql("UPDATE shipping_methods SET active = true");
  }

  @Test
  void plannedShipment_isWhatWasAskedFor() {
    Shipment shipment = planned(plan("O1"));

    PlanShipmentRequest asked = plan("O1").build();
    assertThat(shipment.toBuilder().clearId().clearAudit().build())
        .isEqualTo(
            Shipment.newBuilder()
                .setOrderId("O1")
                .setStatus(SHIPMENT_STATUS_PLANNED)
                .setMethod("standard")
                .addAllLines(asked.getLinesList())
                .setDestination(asked.getAddress().getDestination())
                .setWindow(asked.getWindow())
                .build());
    assertThat(shipment.getId()).isNotEmpty();
    assertThat(shipment.getAudit().getVersion()).isEqualTo(1);
    assertThat(ofOrder("O1")).containsExactly(shipment);
  }

  @Test
  void shipment_stays_withoutAReceiver_whoWasErased_andNoneIsPlannedForThem() throws SQLException {
    Channel receiver = core.onBehalfOf(Caller.user("maria-4711"));
    ShippingServiceBlockingStub shipping = ShippingServiceGrpc.newBlockingStub(receiver);
    Shipment shipment = shipping.planShipment(plan("O1").build()).getShipment();
    planned(plan("O2"));

    PersonalDataServiceGrpc.newBlockingStub(receiver)
        .eraseOwnData(EraseOwnDataRequest.getDefaultInstance());

    assertThat(
            PersonalDataServiceGrpc.newBlockingStub(core.channel())
                .findPerson(FindPersonRequest.newBuilder().setUserId("maria-4711").build())
                .getPlacesList())
        .isEmpty();
    assertThat(ofOrder("O1").getFirst().getDestination())
        .isEqualTo(Destination.newBuilder().setCountry("DE").build());
    assertThat(ofOrder("O1").getFirst().getLinesList()).isEqualTo(shipment.getLinesList());
    assertThat(ofOrder("O2").getFirst().getDestination()).isEqualTo(shipment.getDestination());
    core.assertFails(
        () -> shipping.planShipment(plan("O3").build()), Status.Code.UNAUTHENTICATED, "NO_CALLER");
  }

  @Test
  void samePlan_isOneShipment() {
    Shipment first = planned(plan("O1"));

    assertThat(planned(plan("O1"))).isEqualTo(first);
    assertThat(released("O1").getStatus()).isEqualTo(SHIPMENT_STATUS_RELEASED);
    assertThat(planned(plan("O1"))).isEqualTo(released("O1"));
    assertThat(ofOrder("O1")).hasSize(1);
  }

  @Test
  void samePlan_isAnswered_alsoWhenItsMethodIsNoLongerOffered() throws SQLException {
    Shipment first = planned(plan("O1"));
    sql("UPDATE shipping_methods SET active = false");

    assertThat(planned(plan("O1"))).isEqualTo(first);
    fails(() -> planned(plan("O2")), "METHOD_NOT_OFFERED");
  }

  @ParameterizedTest
  @MethodSource("others")
  void planOfSomethingElse_isRefused(PlanShipmentRequest.Builder other) {
    Shipment first = planned(plan("O1"));

    fails(() -> planned(other), "SHIPMENT_OF_OTHER_CONTENT");
    assertThat(ofOrder("O1")).containsExactly(first);
  }

  static Stream<PlanShipmentRequest.Builder> others() {
    PlanShipmentRequest.Builder elsewhere = plan("O1");
    elsewhere.getAddressBuilder().getDestinationBuilder().setPostalCode("28197");
    PlanShipmentRequest.Builder more = plan("O1");
    more.getLinesBuilder(0).setQuantity(3);
    return Stream.of(
        elsewhere,
        more,
        plan("O1").setMethod("express"),
        plan("O1").setWindow(window("2027-06-02", "2027-06-04")),
        plan("O1").setLocale("de"));
  }

  @Test
  void orderOfTwoSteps_hasTwoShipments_inTheOrderOfPlanning() {
    Shipment first = planned(plan("O1").setStepKey("z"));
    Shipment second = planned(plan("O1").setStepKey("a"));

    assertThat(ofOrder("O1")).containsExactly(first, second);
    assertThat(ofOrder("O2")).isEmpty();
  }

  @Test
  void method_isRefused_whereItIsNotOffered_andMayBePlannedOnceItIs() throws SQLException {
    PlanShipmentRequest.Builder toAustria = plan("O1").setMethod("pickup");
    toAustria.getAddressBuilder().getDestinationBuilder().setCountry("AT").setPostalCode("1010");
    fails(() -> planned(toAustria), "METHOD_NOT_OFFERED");
    fails(() -> planned(plan("O1").setMethod("STANDARD")), "METHOD_NOT_OFFERED");
    fails(() -> planned(plan("O1").setCurrency("JPY")), "METHOD_NOT_OFFERED");
    sql("UPDATE shipping_methods SET active = false");
    fails(() -> planned(plan("O1")), "METHOD_NOT_OFFERED");

    sql("UPDATE shipping_methods SET active = true");
    assertThat(planned(plan("O1")).getStatus()).isEqualTo(SHIPMENT_STATUS_PLANNED);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedPlan_isRefused(PlanShipmentRequest.Builder malformed, String reason) {
    core.assertFails(() -> planned(malformed), Status.Code.INVALID_ARGUMENT, reason);
  }

  static Stream<Object[]> malformed() {
    ShipmentLine line = ShipmentLine.newBuilder().setProductId("HB9").setQuantity(1).build();
    PlanShipmentRequest.Builder nowhere = plan("O1");
    nowhere.getAddressBuilder().clearDestination();
    PlanShipmentRequest.Builder nobody = plan("O1");
    nobody.getAddressBuilder().setName(" ");
    PlanShipmentRequest.Builder noStreet = plan("O1");
    noStreet.getAddressBuilder().clearLines();
    PlanShipmentRequest.Builder fiveLines = plan("O1");
    fiveLines.getAddressBuilder().addAllLines(List.of("3", "4", "5"));
    return Stream.of(
        new Object[] {plan("O 1"), "INVALID_ORDER_ID"},
        new Object[] {plan("O1").setStepKey(""), "INVALID_STEP_KEY"},
        new Object[] {plan("O1").setStepKey("a b"), "INVALID_STEP_KEY"},
        new Object[] {nowhere, "INVALID_DESTINATION"},
        new Object[] {nobody, "INVALID_DESTINATION"},
        new Object[] {noStreet, "INVALID_DESTINATION"},
        new Object[] {fiveLines, "INVALID_DESTINATION"},
        new Object[] {plan("O1").clearLines(), "INVALID_LINES"},
        new Object[] {plan("O1").addLines(plan("O1").getLines(0)), "INVALID_LINES"},
        new Object[] {plan("O1").addLines(line.toBuilder().setQuantity(0)), "INVALID_LINES"},
        new Object[] {plan("O1").addLines(line.toBuilder().setProductId("")), "INVALID_LINES"},
        new Object[] {plan("O1").addAllLines(Collections.nCopies(199, line)), "INVALID_LINES"},
        new Object[] {plan("O1").clearWindow(), "INVALID_WINDOW"},
        new Object[] {plan("O1").setWindow(window("2027-06-02", "2027-06-01")), "INVALID_WINDOW"},
        new Object[] {plan("O1").setWindow(window("2027-02-29", "2027-03-01")), "INVALID_WINDOW"},
        new Object[] {plan("O1").setCurrency("EURO"), "INVALID_CURRENCY"},
        new Object[] {plan("O1").setLocale(""), "INVALID_LOCALE"},
        new Object[] {plan("O1").setLocale("de_DE!"), "INVALID_LOCALE"});
  }

  @Test
  void shipment_goesForward_andEachStepTwiceIsOne() throws SQLException {
    Shipment planned = planned(plan("O1"));
    Shipment released = released("O1");
    assertThat(released("O1")).isEqualTo(released);
    assertThat(released.getAudit().getVersion()).isEqualTo(2);

    itIs("2027-06-01T15:00:00Z");
    Shipment left = advanced(planned.getId(), SHIPMENT_STATUS_HANDED_OVER, "JD01");
    assertThat(left.getStatus()).isEqualTo(SHIPMENT_STATUS_HANDED_OVER);
    assertThat(left.getTrackingNumber()).isEqualTo("JD01");
    assertThat(left.getHandedOverAt()).isEqualTo(timestamp("2027-06-01T15:00:00Z"));

    itIs("2027-06-02T10:00:00Z");
    assertThat(advanced(planned.getId(), SHIPMENT_STATUS_HANDED_OVER, "")).isEqualTo(left);
    Shipment arrived = advanced(planned.getId(), SHIPMENT_STATUS_DELIVERED, "");
    assertThat(arrived.getStatus()).isEqualTo(SHIPMENT_STATUS_DELIVERED);
    assertThat(arrived.getTrackingNumber()).isEqualTo("JD01");
    assertThat(arrived.getHandedOverAt()).isEqualTo(left.getHandedOverAt());

    // News that come late change nothing.
    assertThat(advanced(planned.getId(), SHIPMENT_STATUS_HANDED_OVER, "JD01")).isEqualTo(arrived);
    assertThat(released("O1")).isEqualTo(arrived);
    assertThat(ofOrder("O1")).containsExactly(arrived);
  }

  @Test
  void shipment_thatArrivedWithoutAHandOver_wasHandedOver() {
    Shipment planned = planned(plan("O1"));
    released("O1");

    Shipment arrived = advanced(planned.getId(), SHIPMENT_STATUS_DELIVERED, "");

    assertThat(arrived.getStatus()).isEqualTo(SHIPMENT_STATUS_DELIVERED);
    assertThat(arrived.hasHandedOverAt()).isTrue();
  }

  @Test
  void shipment_doesNotLeave_beforeItIsReleased_norOnceItIsTakenBack() {
    Shipment planned = planned(plan("O1"));
    fails(
        () -> advanced(planned.getId(), SHIPMENT_STATUS_HANDED_OVER, ""), "SHIPMENT_NOT_RELEASED");

    Shipment cancelled = cancelled("O1").orElseThrow();
    assertThat(cancelled.getStatus()).isEqualTo(SHIPMENT_STATUS_CANCELLED);
    assertThat(cancelled("O1")).contains(cancelled);
    fails(() -> advanced(planned.getId(), SHIPMENT_STATUS_DELIVERED, ""), "SHIPMENT_NOT_RELEASED");
    fails(() -> released("O1"), "SHIPMENT_CANCELLED");
    fails(() -> planned(plan("O1")), "SHIPMENT_UNDONE");
    assertThat(ofOrder("O1")).containsExactly(cancelled);
  }

  @Test
  void releasedShipment_canBeTakenBack_untilTheCarrierHasIt() {
    planned(plan("O1"));
    released("O1");
    assertThat(cancelled("O1").orElseThrow().getStatus()).isEqualTo(SHIPMENT_STATUS_CANCELLED);

    Shipment second = planned(plan("O2"));
    released("O2");
    advanced(second.getId(), SHIPMENT_STATUS_HANDED_OVER, "");
    fails(() -> cancelled("O2"), "SHIPMENT_LEFT");
    advanced(second.getId(), SHIPMENT_STATUS_DELIVERED, "");
    fails(() -> cancelled("O2"), "SHIPMENT_LEFT");
  }

  @Test
  void planThatArrivesAfterItsCancellation_isStopped() {
    assertThat(cancelled("O1")).isEmpty();
    assertThat(cancelled("O1")).isEmpty();

    fails(() -> planned(plan("O1")), "SHIPMENT_UNDONE");
    assertThat(ofOrder("O1")).isEmpty();
    // The mark is of the step alone.
    assertThat(planned(plan("O1").setStepKey("again")).getStatus())
        .isEqualTo(SHIPMENT_STATUS_PLANNED);
    assertThat(planned(plan("O2")).getStatus()).isEqualTo(SHIPMENT_STATUS_PLANNED);
  }

  @Test
  void whatIsNotThere_isUnknown() {
    unknown(() -> released("O1"));
    var _ = cancelled("O1");
    unknown(() -> released("O1"));
    unknown(() -> advanced("none", SHIPMENT_STATUS_DELIVERED, ""));
    unknown(() -> advanced("\0", SHIPMENT_STATUS_DELIVERED, ""));
  }

  @Test
  void malformedRequest_isRefused() {
    Shipment planned = planned(plan("O1"));
    released("O1");
    invalid(() -> advanced(planned.getId(), SHIPMENT_STATUS_RELEASED, ""), "INVALID_STATUS");
    invalid(
        () -> advanced(planned.getId(), ShipmentStatus.SHIPMENT_STATUS_UNSPECIFIED, ""),
        "INVALID_STATUS");
    invalid(
        () -> advanced(planned.getId(), SHIPMENT_STATUS_DELIVERED, "a b"),
        "INVALID_TRACKING_NUMBER");
    invalid(() -> released("O 1"), "INVALID_ORDER_ID");
    invalid(() -> cancelled("O 1"), "INVALID_ORDER_ID");
    invalid(() -> ofOrder(""), "INVALID_ORDER_ID");
  }

  @Test
  void planBesideItsCancellation_endsTheSameWay_whicheverIsFirst() throws Exception {
    int rounds = 100;
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        String order = "O" + round;
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> plan = both.submit(together(start, () -> isPlanned(order)));
        Future<Optional<Shipment>> cancellation =
            both.submit(together(start, () -> cancelled(order)));

        assertThat(cancellation.get().isPresent()).isEqualTo(plan.get());
        assertThat(ofOrder(order))
            .hasSize(plan.get() ? 1 : 0)
            .allMatch(shipment -> shipment.getStatus() == SHIPMENT_STATUS_CANCELLED);
        fails(() -> planned(plan(order)), "SHIPMENT_UNDONE");
      }
    }
  }

  @Test
  void samePlanOfMany_isOneShipment() throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      CyclicBarrier start = new CyclicBarrier(16);
      List<Future<Shipment>> plans = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        plans.add(many.submit(together(start, () -> planned(plan("O1")))));
      }
      Set<String> ids = new HashSet<>();
      for (Future<Shipment> plan : plans) {
        ids.add(plan.get().getId());
      }
      assertThat(ids).hasSize(1);
    }
    assertThat(ofOrder("O1")).hasSize(1);
  }

  @Test
  void shipments_areListedInPages_theNewestFirst() {
    List<Shipment> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.addFirst(planned(plan("O" + i)));
    }
    var _ = cancelled("mark");

    ListShipmentsResponse first = page(2, "");
    ListShipmentsResponse second = page(2, first.getNextPageToken());
    ListShipmentsResponse third = page(2, second.getNextPageToken());

    assertThat(
            Stream.of(first, second, third)
                .flatMap(page -> page.getShipmentsList().stream())
                .toList())
        .isEqualTo(all);
    assertThat(third.getNextPageToken()).isEmpty();
    assertThat(page(0, "").getShipmentsList()).isEqualTo(all);
    invalid(() -> page(201, ""), "INVALID_PAGE_SIZE");
    invalid(() -> page(-1, ""), "INVALID_PAGE_SIZE");
    invalid(() -> page(1, "x"), "INVALID_PAGE_TOKEN");
  }

  private static <T> Callable<T> together(CyclicBarrier start, Callable<T> work) {
    return () -> {
      var _ = start.await();
      return work.call();
    };
  }

  private static boolean isPlanned(String order) {
    try {
      return planned(plan(order)).getStatus() != SHIPMENT_STATUS_CANCELLED;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      return false;
    }
  }

  private static Shipment planned(PlanShipmentRequest.Builder plan) {
    return client.planShipment(plan.build()).getShipment();
  }

  private static Shipment released(String order) {
    return client
        .releaseShipment(
            ReleaseShipmentRequest.newBuilder().setOrderId(order).setStepKey("ship").build())
        .getShipment();
  }

  private static Optional<Shipment> cancelled(String order) {
    CancelShipmentResponse response =
        client.cancelShipment(
            CancelShipmentRequest.newBuilder().setOrderId(order).setStepKey("ship").build());
    return response.hasShipment() ? Optional.of(response.getShipment()) : Optional.empty();
  }

  private static Shipment advanced(String id, ShipmentStatus to, String trackingNumber) {
    return client
        .advanceShipment(
            AdvanceShipmentRequest.newBuilder()
                .setShipmentId(id)
                .setStatus(to)
                .setTrackingNumber(trackingNumber)
                .build())
        .getShipment();
  }

  private static List<Shipment> ofOrder(String order) {
    return client
        .listOrderShipments(ListOrderShipmentsRequest.newBuilder().setOrderId(order).build())
        .getShipmentsList();
  }

  private static ListShipmentsResponse page(int size, String token) {
    return admin.listShipments(
        ListShipmentsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static DeliveryWindow window(String earliest, String latest) {
    return DeliveryWindow.newBuilder().setEarliest(earliest).setLatest(latest).build();
  }

  private static Timestamp timestamp(String instant) {
    return Timestamp.newBuilder().setSeconds(Instant.parse(instant).getEpochSecond()).build();
  }

  private static void fails(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.FAILED_PRECONDITION, reason);
  }

  private static void invalid(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.INVALID_ARGUMENT, reason);
  }

  private static void unknown(ThrowingCallable call) {
    core.assertFails(call, Status.Code.NOT_FOUND, "UNKNOWN_SHIPMENT");
  }

  private static void itIs(String instant) throws SQLException {
    sql(
        "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE"
            + " AS 'SELECT timestamptz ''%s'''".formatted(instant));
  }

  private static void sql(String text) throws SQLException {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = shipping");
      statement.execute(text);
    }
  }
}
