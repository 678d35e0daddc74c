package harbor.shipping;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.table.TablePages;
import harbor.shipping.Quotes.Option;
import harbor.shipping.shipment.Outcome;
import harbor.shipping.shipment.Shipment;
import harbor.shipping.v1.AdvanceShipmentRequest;
import harbor.shipping.v1.AdvanceShipmentResponse;
import harbor.shipping.v1.BatchGetDeliveryRequest;
import harbor.shipping.v1.BatchGetDeliveryResponse;
import harbor.shipping.v1.CancelShipmentRequest;
import harbor.shipping.v1.CancelShipmentResponse;
import harbor.shipping.v1.GetDeliveryRequest;
import harbor.shipping.v1.GetDeliveryResponse;
import harbor.shipping.v1.ImportShippingMethodsRequest;
import harbor.shipping.v1.ImportShippingMethodsResponse;
import harbor.shipping.v1.ListOrderShipmentsRequest;
import harbor.shipping.v1.ListOrderShipmentsResponse;
import harbor.shipping.v1.ListShipmentsRequest;
import harbor.shipping.v1.ListShipmentsResponse;
import harbor.shipping.v1.ListShippingMethodsRequest;
import harbor.shipping.v1.ListShippingMethodsResponse;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.PlanShipmentResponse;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.QuoteShippingResponse;
import harbor.shipping.v1.ReleaseShipmentRequest;
import harbor.shipping.v1.ReleaseShipmentResponse;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shipping.v1.WatchShipmentsRequest;
import harbor.shipping.v1.WatchShipmentsResponse;
import harbor.shipping.window.Method;
import harbor.shipping.window.Window;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shipping over gRPC: protobuf in, protobuf out, no decisions. */
final class ShippingService extends ShippingServiceGrpc.ShippingServiceImplBase {
  private static final int MAX_DELIVERIES = 100;
  private static final int MAX_ROWS = 1_000;

  private final Quotes quotes;
  private final PostgresMethodStore methods;
  private final TablePages<PostgresMethodStore.Stored> methodTable;
  private final PostgresShipmentStore shipments;
  private final TablePages<Shipment> shipmentTable;
  private final ChangeFeed changes;

  ShippingService(
      Quotes quotes,
      PostgresMethodStore methods,
      TablePages<PostgresMethodStore.Stored> methodTable,
      PostgresShipmentStore shipments,
      TablePages<Shipment> shipmentTable,
      ChangeFeed changes) {
    this.quotes = quotes;
    this.methods = methods;
    this.methodTable = methodTable;
    this.shipments = shipments;
    this.shipmentTable = shipmentTable;
    this.changes = changes;
  }

  @Override
  public void quoteShipping(
      QuoteShippingRequest request, StreamObserver<QuoteShippingResponse> observer) {
    answer(
        observer,
        () -> {
          List<Option> options =
              quotes.quote(
                  ShippingRequests.destination(request.getDestination()),
                  ShippingRequests.items(request),
                  ShippingRequests.goods(request),
                  ShippingRequests.currency(request.getCurrency()),
                  ShippingRequests.at(request));
          if (options.isEmpty()) {
            throw Failure.failedPrecondition(
                "COUNTRY_NOT_SERVED", "Nothing is shipped there in that currency.");
          }
          return QuoteShippingResponse.newBuilder()
              .addAllOptions(options.stream().map(ShippingViews::option).toList())
              .build();
        });
  }

  @Override
  public void getDelivery(
      GetDeliveryRequest request, StreamObserver<GetDeliveryResponse> observer) {
    answer(
        observer,
        () -> {
          String product =
              Requests.externalId("product_id", request.getProductId(), "INVALID_PRODUCT_ID");
          return deliveries(List.of(product)).values().stream()
              .findFirst()
              .map(
                  window ->
                      GetDeliveryResponse.newBuilder()
                          .setDelivery(ShippingViews.delivery(product, window))
                          .build())
              .orElseThrow(
                  () ->
                      Failure.notFound(
                          "UNKNOWN_PRODUCT", "Inventory does not know " + product + "."));
        });
  }

  @Override
  public void batchGetDelivery(
      BatchGetDeliveryRequest request, StreamObserver<BatchGetDeliveryResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> products = Requests.productIds(request.getProductIdsList(), MAX_DELIVERIES);
          BatchGetDeliveryResponse.Builder response = BatchGetDeliveryResponse.newBuilder();
          deliveries(products)
              .forEach(
                  (product, window) ->
                      response.addDeliveries(ShippingViews.delivery(product, window)));
          return response.build();
        });
  }

  private Map<String, Optional<Window>> deliveries(List<String> products) {
    return quotes
        .deliveries(products)
        .orElseThrow(
            () -> Failure.unavailable("INVENTORY_UNAVAILABLE", "Inventory cannot be asked now."));
  }

  @Override
  public void planShipment(
      PlanShipmentRequest request, StreamObserver<PlanShipmentResponse> observer) {
    answer(
        observer,
        () ->
            PlanShipmentResponse.newBuilder()
                .setShipment(done(shipments.plan(ShippingRequests.plan(request))))
                .build());
  }

  @Override
  public void releaseShipment(
      ReleaseShipmentRequest request, StreamObserver<ReleaseShipmentResponse> observer) {
    answer(
        observer,
        () ->
            ReleaseShipmentResponse.newBuilder()
                .setShipment(
                    done(
                        shipments.release(
                            ShippingRequests.orderId(request.getOrderId()),
                            ShippingRequests.stepKey(request.getStepKey()))))
                .build());
  }

  @Override
  public void cancelShipment(
      CancelShipmentRequest request, StreamObserver<CancelShipmentResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome outcome =
              shipments.cancel(
                  ShippingRequests.orderId(request.getOrderId()),
                  ShippingRequests.stepKey(request.getStepKey()));
          return outcome instanceof Outcome.Undone
              ? CancelShipmentResponse.getDefaultInstance()
              : CancelShipmentResponse.newBuilder().setShipment(done(outcome)).build();
        });
  }

  @Override
  public void listOrderShipments(
      ListOrderShipmentsRequest request, StreamObserver<ListOrderShipmentsResponse> observer) {
    answer(
        observer,
        () ->
            ListOrderShipmentsResponse.newBuilder()
                .addAllShipments(
                    shipments.ofOrder(ShippingRequests.orderId(request.getOrderId())).stream()
                        .map(ShippingViews::shipment)
                        .toList())
                .build());
  }

  @Override
  public void advanceShipment(
      AdvanceShipmentRequest request, StreamObserver<AdvanceShipmentResponse> observer) {
    answer(
        observer,
        () ->
            AdvanceShipmentResponse.newBuilder()
                .setShipment(
                    done(
                        shipments.advance(
                            ShippingRequests.shipmentId(request.getShipmentId()),
                            ShippingRequests.advanced(request.getStatus()),
                            ShippingRequests.trackingNumber(request.getTrackingNumber()))))
                .build());
  }

  @Override
  public void listShipments(
      ListShipmentsRequest request, StreamObserver<ListShipmentsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<Shipment> page =
              shipmentTable.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListShipmentsResponse.newBuilder()
              .addAllShipments(page.rows().stream().map(ShippingViews::shipment).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void listShippingMethods(
      ListShippingMethodsRequest request, StreamObserver<ListShippingMethodsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<PostgresMethodStore.Stored> page =
              methodTable.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListShippingMethodsResponse.newBuilder()
              .addAllMethods(page.rows().stream().map(ShippingViews::method).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void importShippingMethods(
      ImportShippingMethodsRequest request,
      StreamObserver<ImportShippingMethodsResponse> observer) {
    answer(
        observer,
        () ->
            ImportShippingMethodsResponse.newBuilder()
                .setReport(
                    ImportBatch.of(
                            Requests.batch("methods", request.getMethodsList(), MAX_ROWS),
                            ShippingRequests::method,
                            Method::key)
                        .storeBy(methods::put))
                .build());
  }

  @Override
  public void watchShipments(
      WatchShipmentsRequest request, StreamObserver<WatchShipmentsResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchShipmentsResponse.newBuilder().setChanges(told).build());
  }

  private static harbor.shipping.v1.Shipment done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Shipment shipment) -> ShippingViews.shipment(shipment);
      case Outcome.Undone() ->
          throw Failure.failedPrecondition("SHIPMENT_UNDONE", "The step was undone.");
      case Outcome.OfOtherContent() ->
          throw Failure.failedPrecondition(
              "SHIPMENT_OF_OTHER_CONTENT", "The step has a shipment of something else.");
      case Outcome.NotOffered() ->
          throw Failure.failedPrecondition(
              "METHOD_NOT_OFFERED", "The method is not offered there in that currency.");
      case Outcome.Unknown() ->
          throw Failure.notFound("UNKNOWN_SHIPMENT", "There is no such shipment.");
      case Outcome.Cancelled() ->
          throw Failure.failedPrecondition("SHIPMENT_CANCELLED", "The shipment was taken back.");
      case Outcome.Left() ->
          throw Failure.failedPrecondition("SHIPMENT_LEFT", "The carrier has the shipment.");
      case Outcome.NotReleased() ->
          throw Failure.failedPrecondition(
              "SHIPMENT_NOT_RELEASED", "The shipment is not released.");
    };
  }
}
