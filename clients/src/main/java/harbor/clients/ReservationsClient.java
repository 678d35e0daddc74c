package harbor.clients;

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
import harbor.inventory.v1.Reservation;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.ReserveStockResponse;
import harbor.inventory.v1.RestockPiecesRequest;
import harbor.inventory.v1.RestockPiecesResponse;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import java.util.function.Function;

/** The inventory's reservations: pieces that are kept for orders, by the order's id. */
public final class ReservationsClient {
  /** Where they are: beside the stock. */
  public static final Service<ReservationsClient> SERVICE =
      Service.of("inventory", 9102, ReservationsClient::new);

  /** Keeps pieces for 15 minutes. */
  public final Write<ReserveStockRequest, Reservation> reserve;

  /** Keeps an order's pieces for 15 minutes from now. */
  public final Write<String, Reservation> renew;

  /** Sells an order's pieces. */
  public final Write<String, Reservation> commit;

  /** Gives an order's pieces back, and stops a reservation that is still under way. */
  public final Write<String, ReleaseReservationResponse> release;

  /** Takes sold pieces in again. */
  public final Write<RestockPiecesRequest, RestockPiecesResponse> restock;

  /** Reservations in pages, the newest first; for administrators. */
  public final Read<ListReservationsRequest, ListReservationsResponse> reservations;

  /** Places in pages, by id. */
  public final Read<ListPlacesRequest, ListPlacesResponse> places;

  /** Over these channels. */
  public ReservationsClient(Channels inventory) {
    reserve =
        inventory.write(
            ReservationsServiceGrpc.getReserveStockMethod(),
            Function.identity(),
            ReserveStockResponse::getReservation);
    renew =
        inventory.write(
            ReservationsServiceGrpc.getRenewReservationMethod(),
            order -> RenewReservationRequest.newBuilder().setOrderId(order).build(),
            RenewReservationResponse::getReservation);
    commit =
        inventory.write(
            ReservationsServiceGrpc.getCommitReservationMethod(),
            order -> CommitReservationRequest.newBuilder().setOrderId(order).build(),
            CommitReservationResponse::getReservation);
    release =
        inventory.write(
            ReservationsServiceGrpc.getReleaseReservationMethod(),
            order -> ReleaseReservationRequest.newBuilder().setOrderId(order).build(),
            Function.identity());
    restock =
        inventory.write(
            ReservationsServiceGrpc.getRestockPiecesMethod(),
            Function.identity(),
            Function.identity());
    reservations =
        inventory.read(
            ReservationsServiceGrpc.getListReservationsMethod(),
            Function.identity(),
            Function.identity());
    places =
        inventory.read(
            ReservationsServiceGrpc.getListPlacesMethod(),
            Function.identity(),
            Function.identity());
  }
}
