package harbor.bench.floor;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.util.TransportType;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.bench.products.Page;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.runtime.Parts;
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
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a page's calls by grpc-java on the event loop of the request, with a deadline, and answers
 * a constant when all are answered: no plan, no layer, no span, no figure, no view. What is left is
 * what the libraries cost.
 */
final class BareCalls implements BufferedResponse {
  private static final long DEADLINE_MILLIS = 200;
  private static final int FLOW_CONTROL_WINDOW = 1024 * 1024;
  private static final int MAX_REVIEWS = 20;
  private static final int MAX_RELATED = 10;

  private final List<Ask> asks;
  private final Supplier<HttpResponse> answer;

  @FunctionalInterface
  private interface Ask {
    void send(String id, CallOptions options, Waiting waiting);
  }

  private BareCalls(List<Ask> asks, Supplier<HttpResponse> answer) {
    this.asks = asks;
    this.answer = answer;
  }

  /**
   * The calls of a page.
   *
   * @param targets where the core services are, by name
   * @param parts takes the channels to them
   */
  static BareCalls of(
      Page page,
      Map<String, String> targets,
      EventLoopGroup loops,
      Parts parts,
      Supplier<HttpResponse> answer) {
    Function<String, Channel> channels = service -> channel(service, targets, loops, parts);
    Channel catalog = channels.apply("catalog");
    Channel inventory = channels.apply("inventory");
    Channel reviews = channels.apply("reviews");
    List<Ask> asks =
        switch (page) {
          case MOBILE ->
              List.of(
                  product(catalog, ProductView.PRODUCT_VIEW_CARD),
                  stock(inventory, false),
                  ask(
                      reviews,
                      ReviewsServiceGrpc.getGetRatingMethod(),
                      id -> GetRatingRequest.newBuilder().setProductId(id).build()));
          case WEB ->
              List.of(
                  product(catalog, ProductView.PRODUCT_VIEW_FULL),
                  stock(inventory, true),
                  ask(
                      channels.apply("pricing"),
                      PricingServiceGrpc.getGetPriceMethod(),
                      id -> GetPriceRequest.newBuilder().setProductId(id).build()),
                  ask(
                      reviews,
                      ReviewsServiceGrpc.getListReviewsMethod(),
                      id ->
                          ListReviewsRequest.newBuilder()
                              .setProductId(id)
                              .setPageSize(MAX_REVIEWS)
                              .build()),
                  ask(
                      channels.apply("recommendations"),
                      RecommendationsServiceGrpc.getListRelatedProductsMethod(),
                      id ->
                          ListRelatedProductsRequest.newBuilder()
                              .setProductId(id)
                              .setPageSize(MAX_RELATED)
                              .build()),
                  ask(
                      channels.apply("shipping"),
                      ShippingServiceGrpc.getGetDeliveryMethod(),
                      id -> GetDeliveryRequest.newBuilder().setProductId(id).build()));
        };
    return new BareCalls(asks, answer);
  }

  /** As the BFFs open theirs, without anything around it. */
  private static Channel channel(
      String service, Map<String, String> targets, EventLoopGroup loops, Parts parts) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(targets.get(service))
            .eventLoopGroup(loops)
            .channelType(TransportType.socketChannelType(loops))
            .directExecutor()
            .usePlaintext()
            .flowControlWindow(FLOW_CONTROL_WINDOW)
            .disableRetry()
            .build();
    parts.add(service, channel::shutdownNow);
    return channel;
  }

  private static Ask product(Channel catalog, ProductView view) {
    return ask(
        catalog,
        CatalogServiceGrpc.getGetProductMethod(),
        id -> GetProductRequest.newBuilder().setProductId(id).setView(view).build());
  }

  private static Ask stock(Channel inventory, boolean places) {
    return ask(
        inventory,
        InventoryServiceGrpc.getGetStockMethod(),
        id -> GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build());
  }

  private static <Q, A> Ask ask(
      Channel channel, MethodDescriptor<Q, A> method, Function<String, Q> request) {
    return (id, options, waiting) ->
        ClientCalls.asyncUnaryCall(
            channel.newCall(method, options), request.apply(id), waiting.observer());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    String id = String.valueOf(ctx.pathParam("id"));
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
    Waiting waiting = new Waiting(asks.size());
    asks.forEach(ask -> ask.send(id, options, waiting));
    return HttpResponse.of(waiting.all);
  }

  /** Until all are answered, or one has failed. */
  private final class Waiting {
    private final CompletableFuture<HttpResponse> all = new CompletableFuture<>();
    private final AtomicInteger left;

    Waiting(int calls) {
      this.left = new AtomicInteger(calls);
    }

    <A> StreamObserver<A> observer() {
      return new StreamObserver<>() {
        @Override
        public void onNext(A message) {
          // nothing is made of it
        }

        @Override
        public void onError(Throwable failure) {
          all.complete(HttpResponse.of(HttpStatus.BAD_GATEWAY));
        }

        @Override
        public void onCompleted() {
          if (left.decrementAndGet() == 0) {
            all.complete(answer.get());
          }
        }
      };
    }
  }
}
