package harbor.inventory;

import static harbor.inventory.Rows.at;
import static harbor.inventory.Rows.place;
import static harbor.inventory.Rows.stock;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.InvalidProtocolBufferException;
import harbor.inventory.v1.CommitReservationRequest;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import harbor.inventory.v1.ListPlacesRequest;
import harbor.inventory.v1.ListPlacesResponse;
import harbor.inventory.v1.ListReservationsRequest;
import harbor.inventory.v1.ListReservationsResponse;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.ReleaseReservationRequest;
import harbor.inventory.v1.ReleaseReservationResponse;
import harbor.inventory.v1.RenewReservationRequest;
import harbor.inventory.v1.Reservation;
import harbor.inventory.v1.ReservationStatus;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReservationsServiceGrpc.ReservationsServiceBlockingStub;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.ReservedPieces;
import harbor.inventory.v1.RestockPiecesRequest;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reservations over a socket, on a real database, whose time the tests move. */
class ReservationsIT {
  private static TestCore core;
  private static InventoryServiceBlockingStub stock;
  private static ReservationsServiceBlockingStub client;

  @BeforeAll
  static void start() {
    core = TestCore.start(Inventory.PROCESS);
    stock = InventoryServiceGrpc.newBlockingStub(core.channel());
    client = ReservationsServiceGrpc.newBlockingStub(core.channel());
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void putPlaces() {
    var _ =
        stock.importPlaces(
            ImportPlacesRequest.newBuilder().addPlaces(place("P1")).addPlaces(place("P2")).build());
  }

  @AfterEach
  void clear() throws SQLException {
    minutesLater(0);
    sql("TRUNCATE reservations, reserved_pieces, stock_movements, stock, stock_by_place");
  }

  @Test
  void reserve_keepsPieces_ofTheFullestPlaces_forFifteenMinutes() {
    put(stock("a").addQuantities(at("P1", 2)).addQuantities(at("P2", 3)));

    Reservation kept = reserve("o1", wanted("a", 4));

    assertThat(kept.getStatus()).isEqualTo(ReservationStatus.RESERVATION_STATUS_HELD);
    assertThat(kept.getPiecesList())
        .extracting(ReservedPieces::getPlaceId, ReservedPieces::getQuantity)
        .containsExactlyInAnyOrder(tuple("P2", 3), tuple("P1", 1));
    assertThat(kept.getExpiresAt().getSeconds() - kept.getAudit().getUpdatedAt().getSeconds())
        .isEqualTo(15 * 60);
    assertThat(available("a")).isEqualTo(1);
  }

  @Test
  void reserve_again_isTheSame_andForOtherPiecesRefused() {
    put(stock("a").addQuantities(at("P1", 5)));

    Reservation first = reserve("o1", wanted("a", 2));

    assertThat(reserve("o1", wanted("a", 2))).isEqualTo(first);
    fails(() -> reserve("o1", wanted("a", 1)), "RESERVATION_OF_OTHER_PIECES");
    assertThat(available("a")).isEqualTo(3);
  }

  @Test
  void reserve_isAllOrNothing_andNamesEachLineThatCannotBeHad() throws Exception {
    put(stock("a").addQuantities(at("P1", 5)), stock("b").addQuantities(at("P1", 1)));

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> reserve("o1", wanted("a", 1), wanted("b", 2), wanted("unknown", 1)));

    assertThat(outOfStock(refused).getLinesList())
        .containsExactly(missing("b", 2, 1), missing("unknown", 1, 0));
    assertThat(available("a")).isEqualTo(5);
    assertThat(reserve("o1", wanted("a", 1)).getOrderId()).isEqualTo("o1");
  }

  @Test
  void reserve_promisesWhatIsNotCounted_unlessThereIsNone() {
    put(stock("a"), stock("b").setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK));

    assertThat(reserve("o1", wanted("a", 7)).getPieces(0).getPlaceId()).isEmpty();
    fails(() -> reserve("o2", wanted("b", 1)), "OUT_OF_STOCK");
    assertThat(commit("o1").getStatus()).isEqualTo(ReservationStatus.RESERVATION_STATUS_COMMITTED);
    restock("o1", "r1", false, wanted("a", 2));
    assertThat(release("o1").getReservation().getStatus())
        .isEqualTo(ReservationStatus.RESERVATION_STATUS_RELEASED);
  }

  @Test
  void reserve_isRefused_whenTheRequestIsMalformed() {
    invalid(() -> reserve("a b", wanted("a", 1)), "INVALID_ORDER_ID");
    invalid(() -> reserve("o1", wanted("", 1)), "INVALID_PRODUCT_ID");
    invalid(() -> reserve("o1", wanted("a", 1), wanted("a", 2)), "INVALID_PRODUCT_ID");
    invalid(() -> reserve("o1", wanted("a", 0)), "INVALID_QUANTITY");
    invalid(() -> reserve("o1", wanted("a", -5)), "INVALID_QUANTITY");
    invalid(() -> reserve("o1", wanted("a", 1_000)), "INVALID_QUANTITY");
    invalid(() -> reserve("o1"), "INVALID_QUANTITY");
    invalid(
        () -> reserve("o1", Collections.nCopies(101, wanted("a", 1)).toArray(WantedPieces[]::new)),
        "BATCH_TOO_LARGE");
  }

  @Test
  void release_givesBackOnce_heldOrSold() {
    put(stock("a").addQuantities(at("P1", 100)));
    reserve("o1", wanted("a", 1));
    reserve("o2", wanted("a", 1));
    commit("o2");
    assertThat(available("a")).isEqualTo(98);

    Stream.of("o1", "o1", "o2", "o2")
        .forEach(
            order ->
                assertThat(release(order).getReservation().getStatus())
                    .isEqualTo(ReservationStatus.RESERVATION_STATUS_RELEASED));

    assertThat(available("a")).isEqualTo(100);
    fails(() -> reserve("o1", wanted("a", 1)), "RESERVATION_UNDONE");
    fails(() -> commit("o1"), "RESERVATION_ENDED");
    fails(() -> renew("o1"), "RESERVATION_ENDED");
  }

  @Test
  void release_thatComesFirst_stopsTheReservation() {
    put(stock("a").addQuantities(at("P1", 1)));

    assertThat(release("o1").hasReservation()).isFalse();
    assertThat(release("o1").hasReservation()).isFalse();

    fails(() -> reserve("o1", wanted("a", 1)), "RESERVATION_UNDONE");
    fails(() -> commit("o1"), "RESERVATION_ENDED");
    assertThat(available("a")).isEqualTo(1);
    assertThat(reserve("o2", wanted("a", 1)).getOrderId()).isEqualTo("o2");
  }

  @Test
  void unknownOrders_areNotFound() {
    notFound(() -> renew("o1"));
    notFound(() -> commit("o1"));
    notFound(() -> restock("o1", "r1", false, wanted("a", 1)));
    release("o1");
    notFound(() -> restock("o1", "r1", false, wanted("a", 1)));
  }

  @Test
  void expired_areGivenBackByTheTimer_andThoseInTimeAreNot() throws Exception {
    put(stock("a").addQuantities(at("P1", 2)));
    reserve("o1", wanted("a", 1));
    minutesLater(14);
    reserve("o2", wanted("a", 1));
    expire();
    assertThat(available("a")).isZero();

    minutesLater(16);
    expire();
    expire();

    assertThat(available("a")).isEqualTo(1);
    assertThat(list(10, "").getReservationsList())
        .extracting(Reservation::getStatus)
        .containsExactly(
            ReservationStatus.RESERVATION_STATUS_HELD,
            ReservationStatus.RESERVATION_STATUS_EXPIRED);
  }

  @Test
  void renew_keepsLonger_fromNow() throws Exception {
    put(stock("a").addQuantities(at("P1", 1)));
    reserve("o1", wanted("a", 1));
    minutesLater(14);
    renew("o1");
    minutesLater(28);
    expire();
    assertThat(available("a")).isZero();

    minutesLater(30);
    expire();

    assertThat(available("a")).isEqualTo(1);
  }

  @Test
  void expired_isTakenAnew_byRenewCommitAndReserve_orRefusedWhenItIsGone() throws Exception {
    put(stock("a").addQuantities(at("P1", 3)));
    Stream.of("o1", "o2", "o3").forEach(order -> reserve(order, wanted("a", 1)));
    minutesLater(16);
    expire();
    assertThat(available("a")).isEqualTo(3);

    assertThat(renew("o1").getStatus()).isEqualTo(ReservationStatus.RESERVATION_STATUS_HELD);
    assertThat(commit("o2").getStatus()).isEqualTo(ReservationStatus.RESERVATION_STATUS_COMMITTED);
    assertThat(reserve("other", wanted("a", 1)).getOrderId()).isEqualTo("other");

    fails(() -> commit("o3"), "OUT_OF_STOCK");
    fails(() -> renew("o3"), "OUT_OF_STOCK");
    fails(() -> reserve("o3", wanted("a", 1)), "OUT_OF_STOCK");
    release("other");
    assertThat(reserve("o3", wanted("a", 1)).getStatus())
        .isEqualTo(ReservationStatus.RESERVATION_STATUS_HELD);
    assertThat(available("a")).isZero();
  }

  @Test
  void commit_sellsOnce_andWhatWasKeptTooLongButNotGivenBackYet() throws Exception {
    put(stock("a").addQuantities(at("P1", 2)));
    reserve("o1", wanted("a", 1));
    minutesLater(16);

    Reservation sold = commit("o1");

    assertThat(commit("o1")).isEqualTo(sold);
    expire();
    assertThat(available("a")).isEqualTo(1);
    fails(() -> renew("o1"), "RESERVATION_ENDED");
    assertThat(reserve("o1", wanted("a", 1))).isEqualTo(sold);
  }

  @Test
  void returns_comeBackOnceForAKey_neverMoreThanWereSold_andNotAgainWithARelease() {
    put(stock("a").addQuantities(at("P1", 100)));
    reserve("o1", wanted("a", 3));
    tooLarge(() -> restock("o1", "r0", false, wanted("a", 1)));
    commit("o1");

    restock("o1", "r1", false, wanted("a", 1));
    restock("o1", "r1", false, wanted("a", 1));
    assertThat(available("a")).isEqualTo(98);
    tooLarge(() -> restock("o1", "r2", false, wanted("a", 3)));
    tooLarge(() -> restock("o1", "r2", false, wanted("b", 1)));
    restock("o1", "r2", true, wanted("a", 1));
    assertThat(available("a")).isEqualTo(98);

    release("o1");
    release("o1");

    assertThat(available("a")).isEqualTo(99);
    invalid(() -> restock("o1", "", false, wanted("a", 1)), "INVALID_RETURN_KEY");
  }

  @Test
  void importedStock_keepsWhatIsReserved_alsoAtAPlaceThatIsNoLongerNamed() {
    put(stock("a").addQuantities(at("P1", 5)));
    reserve("o1", wanted("a", 2));
    reserve("o2", wanted("a", 1));

    put(stock("a").addQuantities(at("P1", 6)));
    assertThat(available("a")).isEqualTo(3);
    put(stock("a").addQuantities(at("P2", 4)));
    assertThat(available("a")).isEqualTo(1);

    assertThat(commit("o1").getPieces(0).getPlaceId()).isEqualTo("P2");
    release("o2");
    assertThat(available("a")).isEqualTo(2);
    release("o1");
    assertThat(available("a")).isEqualTo(4);
  }

  @Test
  void stocktake_thatFindsLess_sellsToWhoCommitsFirst_andNothingBelowZero() {
    put(stock("a").addQuantities(at("P1", 2)));
    reserve("o1", wanted("a", 1));
    reserve("o2", wanted("a", 1));

    put(stock("a").addQuantities(at("P1", 1)));
    assertThat(available("a")).isZero();
    commit("o2");

    fails(() -> commit("o1"), "OUT_OF_STOCK");
    release("o1");
    assertThat(available("a")).isZero();
  }

  @Test
  void soldPieces_comeBackToAPlace_thatAFeedNoLongerNames() {
    put(stock("a").addQuantities(at("P1", 1)));
    reserve("o1", wanted("a", 1));
    commit("o1");
    put(stock("a").addQuantities(at("P2", 1)));

    restock("o1", "r1", false, wanted("a", 1));

    assertThat(available("a")).isEqualTo(2);
  }

  @Test
  void database_refusesToOversell_whateverTheCodeDoes() {
    put(stock("a").addQuantities(at("P1", 1)));

    assertThatThrownBy(() -> sql("UPDATE stock_by_place SET reserved = 2"))
        .hasMessageContaining("more would be reserved than is on hand");
    assertThatThrownBy(() -> sql("UPDATE stock_by_place SET on_hand = -1"))
        .hasMessageContaining("on_hand");
  }

  @Test
  void reservations_areListed_newestFirst_withoutMarks() {
    put(stock("a").addQuantities(at("P1", 9)));
    Stream.of("o1", "o2", "o3").forEach(order -> reserve(order, wanted("a", 1)));
    release("mark");

    ListReservationsResponse first = list(2, "");
    ListReservationsResponse second = list(2, first.getNextPageToken());

    assertThat(first.getReservationsList())
        .extracting(Reservation::getOrderId)
        .containsExactly("o3", "o2");
    assertThat(second.getReservationsList())
        .extracting(Reservation::getOrderId)
        .containsExactly("o1");
    assertThat(second.getNextPageToken()).isEmpty();
    invalid(() -> list(201, ""), "INVALID_PAGE_SIZE");
    invalid(() -> list(1, "x"), "INVALID_PAGE_TOKEN");
  }

  @Test
  void places_areListed_byId() {
    ListPlacesResponse first = places(1, "");
    ListPlacesResponse second = places(1, first.getNextPageToken());

    assertThat(first.getPlacesList()).containsExactly(place("P1").build());
    assertThat(second.getPlacesList()).extracting(Place::getId).containsExactly("P2");
    assertThat(second.getNextPageToken()).isEmpty();
    invalid(() -> places(1_001, ""), "INVALID_PAGE_SIZE");
    invalid(() -> places(1, "x"), "INVALID_PAGE_TOKEN");
  }

  private static Reservation reserve(String order, WantedPieces... pieces) {
    return client
        .reserveStock(
            ReserveStockRequest.newBuilder()
                .setOrderId(order)
                .addAllPieces(List.of(pieces))
                .build())
        .getReservation();
  }

  private static Reservation renew(String order) {
    return client
        .renewReservation(RenewReservationRequest.newBuilder().setOrderId(order).build())
        .getReservation();
  }

  private static Reservation commit(String order) {
    return client
        .commitReservation(CommitReservationRequest.newBuilder().setOrderId(order).build())
        .getReservation();
  }

  private static ReleaseReservationResponse release(String order) {
    return client.releaseReservation(
        ReleaseReservationRequest.newBuilder().setOrderId(order).build());
  }

  private static void restock(String order, String key, boolean damaged, WantedPieces pieces) {
    var _ =
        client.restockPieces(
            RestockPiecesRequest.newBuilder()
                .setOrderId(order)
                .setReturnKey(key)
                .addPieces(pieces)
                .setDamaged(damaged)
                .build());
  }

  private static ListReservationsResponse list(int size, String token) {
    return ReservationsServiceGrpc.newBlockingStub(
            core.onBehalfOf(Caller.user("u1", Set.of("admin"))))
        .listReservations(
            ListReservationsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static ListPlacesResponse places(int size, String token) {
    return client.listPlaces(
        ListPlacesRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static WantedPieces wanted(String product, int quantity) {
    return WantedPieces.newBuilder().setProductId(product).setQuantity(quantity).build();
  }

  private static MissingPieces missing(String product, int requested, long available) {
    return MissingPieces.newBuilder()
        .setProductId(product)
        .setRequested(requested)
        .setAvailable(available)
        .build();
  }

  private static void put(StockRow.Builder... rows) {
    var _ =
        stock.importStock(
            ImportStockRequest.newBuilder()
                .addAllRows(Stream.of(rows).map(StockRow.Builder::build).toList())
                .build());
  }

  private static long available(String product) {
    return stock
        .getStock(GetStockRequest.newBuilder().setProductId(product).build())
        .getStock()
        .getAvailable();
  }

  private static void expire() {
    core.runTimer(Inventory.EXPIRE);
  }

  private static void minutesLater(int minutes) throws SQLException {
    sql(
        "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE"
            + " AS 'SELECT now() + interval ''%d minutes'''".formatted(minutes));
  }

  private static void sql(String text) throws SQLException {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = inventory");
      statement.execute(text);
    }
  }

  private static void fails(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.FAILED_PRECONDITION, reason);
  }

  private static void tooLarge(ThrowingCallable call) {
    fails(call, "RETURN_TOO_LARGE");
  }

  private static void invalid(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.INVALID_ARGUMENT, reason);
  }

  private static void notFound(ThrowingCallable call) {
    core.assertFails(call, Status.Code.NOT_FOUND, "UNKNOWN_RESERVATION");
  }

  private static OutOfStock outOfStock(StatusRuntimeException refused)
      throws InvalidProtocolBufferException {
    return requireNonNull(StatusProto.fromThrowable(refused))
        .getDetails(1)
        .unpack(OutOfStock.class);
  }
}
