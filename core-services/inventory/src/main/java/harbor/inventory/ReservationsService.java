package harbor.inventory;

import static harbor.kit.service.call.Answer.answer;

import harbor.inventory.reservation.Outcome;
import harbor.inventory.reservation.Reservation;
import harbor.inventory.stock.Place;
import harbor.inventory.v1.CommitReservationRequest;
import harbor.inventory.v1.CommitReservationResponse;
import harbor.inventory.v1.ListPlacesRequest;
import harbor.inventory.v1.ListPlacesResponse;
import harbor.inventory.v1.ListReservationsRequest;
import harbor.inventory.v1.ListReservationsResponse;
import harbor.inventory.v1.ReleaseReservationRequest;
import harbor.inventory.v1.ReleaseReservationResponse;
import harbor.inventory.v1.RenewReservationRequest;
import harbor.inventory.v1.RenewReservationResponse;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.ReserveStockResponse;
import harbor.inventory.v1.RestockPiecesRequest;
import harbor.inventory.v1.RestockPiecesResponse;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.table.TablePages;
import io.grpc.stub.StreamObserver;
import java.util.regex.Pattern;

/** Reservations over gRPC: protobuf in, protobuf out, no decisions. */
final class ReservationsService extends ReservationsServiceGrpc.ReservationsServiceImplBase {
  private static final int DEFAULT_PLACES = 200;
  private static final int MAX_PLACES = 1_000;
  private static final Pattern RETURN_KEY = Pattern.compile("[!-~]{1,64}");
  private static final PageToken PLACE_PAGES = PageToken.of("inventory.places");

  private final PostgresReservationStore reservations;
  private final TablePages<Reservation> table;
  private final InventoryStore stock;

  ReservationsService(
      PostgresReservationStore reservations, TablePages<Reservation> table, InventoryStore stock) {
    this.reservations = reservations;
    this.table = table;
    this.stock = stock;
  }

  @Override
  public void reserveStock(
      ReserveStockRequest request, StreamObserver<ReserveStockResponse> observer) {
    answer(
        observer,
        () ->
            ReserveStockResponse.newBuilder()
                .setReservation(
                    done(
                        reservations.reserve(
                            order(request.getOrderId()),
                            ReservationViews.wanted(request.getPiecesList()))))
                .build());
  }

  @Override
  public void renewReservation(
      RenewReservationRequest request, StreamObserver<RenewReservationResponse> observer) {
    answer(
        observer,
        () ->
            RenewReservationResponse.newBuilder()
                .setReservation(done(reservations.renew(order(request.getOrderId()))))
                .build());
  }

  @Override
  public void commitReservation(
      CommitReservationRequest request, StreamObserver<CommitReservationResponse> observer) {
    answer(
        observer,
        () ->
            CommitReservationResponse.newBuilder()
                .setReservation(done(reservations.commit(order(request.getOrderId()))))
                .build());
  }

  @Override
  public void releaseReservation(
      ReleaseReservationRequest request, StreamObserver<ReleaseReservationResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome outcome = reservations.release(order(request.getOrderId()));
          return outcome instanceof Outcome.Undone
              ? ReleaseReservationResponse.getDefaultInstance()
              : ReleaseReservationResponse.newBuilder().setReservation(done(outcome)).build();
        });
  }

  @Override
  public void restockPieces(
      RestockPiecesRequest request, StreamObserver<RestockPiecesResponse> observer) {
    answer(
        observer,
        () -> {
          if (!RETURN_KEY.matcher(request.getReturnKey()).matches()) {
            throw Failure.invalidArgument(
                "INVALID_RETURN_KEY",
                "return_key is malformed (expected: 1 to 64 visible ASCII characters).");
          }
          var _ =
              done(
                  reservations.restock(
                      order(request.getOrderId()),
                      request.getReturnKey(),
                      ReservationViews.wanted(request.getPiecesList()),
                      request.getDamaged()));
          return RestockPiecesResponse.getDefaultInstance();
        });
  }

  @Override
  public void listReservations(
      ListReservationsRequest request, StreamObserver<ListReservationsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<Reservation> page =
              table.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListReservationsResponse.newBuilder()
              .addAllReservations(page.rows().stream().map(ReservationViews::reservation).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void listPlaces(ListPlacesRequest request, StreamObserver<ListPlacesResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PLACES, MAX_PLACES);
          Page<Place> page =
              PLACE_PAGES.page(
                  stock.places(PLACE_PAGES.key(request.getPageToken()), size + 1), size, Place::id);
          return ListPlacesResponse.newBuilder()
              .addAllPlaces(page.rows().stream().map(PlaceViews::place).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private static String order(String id) {
    return Requests.id("order_id", id, "INVALID_ORDER_ID");
  }

  private static harbor.inventory.v1.Reservation done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Reservation reservation) -> ReservationViews.reservation(reservation);
      case Outcome.OutOfStock(var missing) ->
          throw Failure.failedPrecondition("OUT_OF_STOCK", "There are too few pieces.")
              .with(ReservationViews.outOfStock(missing));
      case Outcome.Unknown() ->
          throw Failure.notFound("UNKNOWN_RESERVATION", "Nothing was kept for the order.");
      case Outcome.Undone() ->
          throw Failure.failedPrecondition("RESERVATION_UNDONE", "The order released it before.");
      case Outcome.Ended() ->
          throw Failure.failedPrecondition("RESERVATION_ENDED", "It was released or sold.");
      case Outcome.OfOtherPieces() ->
          throw Failure.failedPrecondition(
              "RESERVATION_OF_OTHER_PIECES", "The order has a reservation of other pieces.");
      case Outcome.TooManyReturned() ->
          throw Failure.failedPrecondition(
              "RETURN_TOO_LARGE", "The order does not have so many pieces.");
    };
  }
}
