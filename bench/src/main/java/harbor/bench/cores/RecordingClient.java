package harbor.bench.cores;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import harbor.bench.cores.Recording.Question;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.KeyFiles;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.shipping.v1.GetDeliveryRequest;
import harbor.shipping.v1.ShippingServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the real core services everything that the product pages ask, and keeps the answers. */
public final class RecordingClient implements AutoCloseable {
  private static final int MAX_PRODUCTS = 500;
  private static final long PATIENCE_SECONDS = 30;

  private final CorePorts ports;
  private final IdentitySettings identity;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Map<Question, ByteString> answers = new HashMap<>();

  /**
   * Of the core services that listen there.
   *
   * @param keys those of the store
   */
  public RecordingClient(CorePorts ports, Path keys) {
    this.ports = ports;
    this.identity = new IdentitySettings(Optional.of(new KeyFiles(keys)), Duration.ofMinutes(2));
  }

  /** The ids of the first products, in the catalogue's order. */
  public List<String> productIds(int max) {
    return CatalogServiceGrpc.newBlockingStub(channel("harbor", "catalog"))
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .listProducts(
            ListProductsRequest.newBuilder()
                .setPageSize(Math.min(max, MAX_PRODUCTS))
                .setView(ProductView.PRODUCT_VIEW_CARD)
                .build())
        .getProductsList()
        .stream()
        .map(Product::getId)
        .toList();
  }

  /** Records what both pages of these products ask. */
  Recording record(List<String> productIds) {
    ManagedChannel catalog = channel("catalog");
    ManagedChannel inventory = channel("inventory");
    ManagedChannel pricing = channel("pricing");
    ManagedChannel reviews = channel("reviews");
    ManagedChannel recommendations = channel("recommendations");
    ManagedChannel shipping = channel("shipping");
    for (String id : productIds) {
      for (ProductView view :
          List.of(ProductView.PRODUCT_VIEW_CARD, ProductView.PRODUCT_VIEW_FULL)) {
        ask(
            catalog,
            CatalogServiceGrpc.getGetProductMethod(),
            GetProductRequest.newBuilder().setProductId(id).setView(view).build());
      }
      for (boolean places : List.of(true, false)) {
        ask(
            inventory,
            InventoryServiceGrpc.getGetStockMethod(),
            GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build());
      }
      ask(
          pricing,
          PricingServiceGrpc.getGetPriceMethod(),
          GetPriceRequest.newBuilder().setProductId(id).build());
      ask(
          reviews,
          ReviewsServiceGrpc.getGetRatingMethod(),
          GetRatingRequest.newBuilder().setProductId(id).build());
      ask(
          reviews,
          ReviewsServiceGrpc.getListReviewsMethod(),
          ListReviewsRequest.newBuilder().setProductId(id).setPageSize(20).build());
      ask(
          recommendations,
          RecommendationsServiceGrpc.getListRelatedProductsMethod(),
          ListRelatedProductsRequest.newBuilder().setProductId(id).setPageSize(10).build());
      ask(
          shipping,
          ShippingServiceGrpc.getGetDeliveryMethod(),
          GetDeliveryRequest.newBuilder().setProductId(id).build());
    }
    return new Recording(productIds, answers);
  }

  private <Q extends MessageLite, A extends MessageLite> void ask(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request) {
    A answer =
        ClientCalls.blockingUnaryCall(
            channel,
            method,
            CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
            request);
    answers.put(
        new Question(method.getFullMethodName(), request.toByteString()), answer.toByteString());
  }

  private ManagedChannel channel(String service) {
    return channel("web-bff", service);
  }

  private ManagedChannel channel(String process, String service) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", ports.of(service))
            .usePlaintext()
            .intercept(identity.tokensOf(process).orElseThrow().interceptor(service))
            .build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
