package harbor.bench.checkout;

import com.google.protobuf.MessageLite;
import harbor.bench.checkout.Buyers.FilledCart;
import harbor.carts.v1.Cart;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.GetCartRequest;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.KeyFiles;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.OfferedItem;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.shipping.v1.BatchGetDeliveryRequest;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shop.v1.Destination;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** A client that has no BFF: it asks six core services, one after the other. */
final class SixCalls implements AutoCloseable {
  private static final List<String> SERVICES =
      List.of("carts", "pricing", "catalog", "inventory", "shipping", "recommendations");

  private final FilledCart cart;
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private long bytes;

  /**
   * Of a guest with this cart.
   *
   * @param ports where it reaches each service
   * @param keys those of the store
   */
  SixCalls(FilledCart cart, ToIntFunction<String> ports, Path keys) {
    this.cart = cart;
    IdentitySettings identity =
        new IdentitySettings(Optional.of(new KeyFiles(keys)), Duration.ofMinutes(2));
    for (String service : SERVICES) {
      channels.put(
          service,
          ManagedChannelBuilder.forAddress("127.0.0.1", ports.applyAsInt(service))
              .usePlaintext()
              .intercept(
                  identity
                      .tokensOf("mobile-bff")
                      .orElseThrow()
                      .interceptor(service, _ -> Identity.of(Caller.guest(cart.guest()))))
              .build());
    }
  }

  /** Asks for all that the summary shows, and gives the bytes of the answers. */
  long ask() {
    bytes = 0;
    offer();
    products();
    var _ =
        call(
            "shipping",
            ShippingServiceGrpc.getBatchGetDeliveryMethod(),
            BatchGetDeliveryRequest.newBuilder().addAllProductIds(cart.productIds()).build());
    return bytes;
  }

  /** The same of what the BFF asks: pricing asks shipping itself. */
  long askAsBff() {
    bytes = 0;
    offer();
    products();
    return bytes;
  }

  private void offer() {
    Cart filled =
        call(
                "carts",
                CartsServiceGrpc.getGetCartMethod(),
                GetCartRequest.newBuilder().setCartId(cart.id()).build())
            .getCart();
    MakeOfferRequest.Builder offer =
        MakeOfferRequest.newBuilder()
            .setCartId(cart.id())
            .setCartVersion(filled.getAudit().getVersion())
            .setDestination(Destination.newBuilder().setCountry("DE").setPostalCode("28197"))
            .setShippingMethod("standard");
    cart.productIds()
        .forEach(id -> offer.addItems(OfferedItem.newBuilder().setProductId(id).setQuantity(1)));
    var _ = call("pricing", OffersServiceGrpc.getMakeOfferMethod(), offer.build());
  }

  private void products() {
    var _ =
        call(
            "catalog",
            CatalogServiceGrpc.getBatchGetProductsMethod(),
            BatchGetProductsRequest.newBuilder()
                .addAllProductIds(cart.productIds())
                .setView(ProductView.PRODUCT_VIEW_CARD)
                .build());
    var _ =
        call(
            "inventory",
            InventoryServiceGrpc.getBatchGetStockMethod(),
            BatchGetStockRequest.newBuilder().addAllProductIds(cart.productIds()).build());
    var _ =
        call(
            "recommendations",
            RecommendationsServiceGrpc.getListRelatedProductsMethod(),
            ListRelatedProductsRequest.newBuilder()
                .setProductId(cart.productIds().getLast())
                .build());
  }

  private <Q extends MessageLite, A extends MessageLite> A call(
      String service, MethodDescriptor<Q, A> method, Q request) {
    A answer =
        ClientCalls.blockingUnaryCall(
            channels.get(service),
            method,
            CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
            request);
    bytes += answer.getSerializedSize();
    return answer;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
