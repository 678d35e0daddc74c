package harbor.clients;

import static java.time.Duration.ofSeconds;

import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
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
import harbor.shipping.v1.ProductDelivery;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.QuoteShippingResponse;
import harbor.shipping.v1.ReleaseShipmentRequest;
import harbor.shipping.v1.ReleaseShipmentResponse;
import harbor.shipping.v1.Shipment;
import harbor.shipping.v1.ShippingOption;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.ImportReport;
import java.util.List;
import java.util.function.Function;

/** Shipping: what it costs, when goods arrive, and where they are. */
public final class ShippingClient {
  /** Where it is. */
  public static final Service<ShippingClient> SERVICE =
      Service.of("shipping", 9111, ShippingClient::new);

  private static final int MAX_BATCH = 100;

  /** Ids of orders whose shipments changed. */
  public final ChangeStream changes;

  /** What is offered at a destination, the cheapest first; at least one. */
  public final Read<QuoteShippingRequest, List<ShippingOption>> quote;

  /** When a product would arrive in the home market; NOT_FOUND when inventory does not know it. */
  public final Lookup<GetDeliveryResponse, ProductDelivery> delivery;

  /** Plans a shipment. */
  public final Write<PlanShipmentRequest, Shipment> plan;

  /** Lets it leave. */
  public final Write<ReleaseShipmentRequest, Shipment> release;

  /** Takes it back, and stops a plan that is still under way. */
  public final Write<CancelShipmentRequest, CancelShipmentResponse> cancel;

  /** Shipments of an order, in the order of planning. */
  public final Read<ListOrderShipmentsRequest, List<Shipment>> ofOrder;

  /** Says that the carrier has it, or that it arrived. */
  public final Write<AdvanceShipmentRequest, Shipment> advance;

  /** Shipments in pages, the newest first; for administrators. */
  public final Read<ListShipmentsRequest, ListShipmentsResponse> shipments;

  /** Methods by country, code and currency; for administrators. */
  public final Read<ListShippingMethodsRequest, ListShippingMethodsResponse> methods;

  /** Stores methods. */
  public final Write<ImportShippingMethodsRequest, ImportReport> importMethods;

  /** Over these channels. */
  public ShippingClient(Channels shipping) {
    changes = shipping.changes("shipping.shipments", ShippingServiceGrpc.getWatchShipmentsMethod());
    quote =
        shipping.read(
            ShippingServiceGrpc.getQuoteShippingMethod(),
            Function.identity(),
            (_, response) ->
                response
                    .getOptionsList()
                    .forEach(option -> Valid.amount("options.cost", option.getCost())),
            QuoteShippingResponse::getOptionsList);
    delivery =
        shipping
            .lookup(
                ShippingServiceGrpc.getGetDeliveryMethod(),
                id -> GetDeliveryRequest.newBuilder().setProductId(id).build(),
                (id, response) ->
                    Valid.id("delivery.product_id", response.getDelivery().getProductId(), id),
                GetDeliveryResponse::getDelivery)
            .batched(
                MAX_BATCH,
                ShippingServiceGrpc.getBatchGetDeliveryMethod(),
                ids -> BatchGetDeliveryRequest.newBuilder().addAllProductIds(ids).build(),
                BatchGetDeliveryResponse::getDeliveriesList,
                ProductDelivery::getProductId,
                delivery -> GetDeliveryResponse.newBuilder().setDelivery(delivery).build())
            // That a cut-off passes is not announced: it is seen within the TTL.
            .cached(
                CachePolicy.of("shipping.delivery").ttl(ofSeconds(60)).negativeTtl(ofSeconds(5)));
    plan =
        shipping.write(
            ShippingServiceGrpc.getPlanShipmentMethod(),
            Function.identity(),
            PlanShipmentResponse::getShipment);
    release =
        shipping.write(
            ShippingServiceGrpc.getReleaseShipmentMethod(),
            Function.identity(),
            ReleaseShipmentResponse::getShipment);
    cancel =
        shipping.write(
            ShippingServiceGrpc.getCancelShipmentMethod(),
            Function.identity(),
            Function.identity());
    ofOrder =
        shipping.read(
            ShippingServiceGrpc.getListOrderShipmentsMethod(),
            Function.identity(),
            ListOrderShipmentsResponse::getShipmentsList);
    advance =
        shipping.write(
            ShippingServiceGrpc.getAdvanceShipmentMethod(),
            Function.identity(),
            AdvanceShipmentResponse::getShipment);
    shipments =
        shipping.read(
            ShippingServiceGrpc.getListShipmentsMethod(), Function.identity(), Function.identity());
    methods =
        shipping.read(
            ShippingServiceGrpc.getListShippingMethodsMethod(),
            Function.identity(),
            Function.identity());
    importMethods =
        shipping.write(
            ShippingServiceGrpc.getImportShippingMethodsMethod(),
            Function.identity(),
            ImportShippingMethodsResponse::getReport);
  }
}
