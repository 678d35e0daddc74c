package harbor.scripted;

import com.google.protobuf.Message;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.content.v1.ContentServiceGrpc;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.SubmitReviewResponse;
import harbor.shipping.v1.BatchGetDeliveryResponse;
import harbor.shipping.v1.GetDeliveryResponse;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.ChangesServiceGrpc;
import harbor.type.v1.ListChangesResponse;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * All core services, each a real gRPC server on a loopback port of its own, answering as a test
 * says and remembering what arrived. A call without a deadline is refused, and {@link #close} fails
 * when there was one. To be scripted by one thread; what arrives may be read by any.
 */
public final class ScriptedCores implements AutoCloseable {
  /** What stands in every failure's description and must never be seen by a client. */
  public static final String SECRET =
      "SQL: SELECT * FROM secrets; java.lang.IllegalStateException at harbor.core.Secret";

  /** What each of them has besides its own. */
  static final List<ServiceDescriptor> COMMON =
      List.of(
          PersonalDataServiceGrpc.getServiceDescriptor(),
          ChangesServiceGrpc.getServiceDescriptor());

  /** Asked at their own time, not for a request: flags, and the accounts of sessions. */
  private static final Set<String> ASIDE =
      Set.of(
          ContentServiceGrpc.getListFlagsMethod().getFullMethodName(),
          UsersServiceGrpc.getResolveSubjectMethod().getFullMethodName());

  private final Map<Core, ScriptedCore> cores = new EnumMap<>(Core.class);
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  private ScriptedCores() {
    for (Core core : Core.values()) {
      cores.put(core, new ScriptedCore(core, arrivals));
    }
  }

  /** Starts all of them, selling an ordinary product. */
  public static ScriptedCores start() {
    ScriptedCores started = new ScriptedCores();
    started.sell(CoreProduct.ordinary());
    return started;
  }

  /** Where a core listens: {@code host:port}. */
  public String target(Core core) {
    return "localhost:" + of(core).port();
  }

  /** All services: of each core its own, and those that each has. */
  public static List<ServiceDescriptor> services() {
    return Stream.concat(
            Stream.of(Core.values()).flatMap(core -> core.services().stream()), COMMON.stream())
        .toList();
  }

  /** All their methods. */
  public static List<MethodDescriptor<?, ?>> methods() {
    return services().stream()
        .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
        .toList();
  }

  /** Scripts one method, wherever it is. */
  public void script(MethodDescriptor<?, ?> method, Script script) {
    having(method).forEach(core -> core.script(method, script));
  }

  /** How a method answers now. */
  public Script scriptOf(MethodDescriptor<?, ?> method) {
    return having(method).getFirst().scriptOf(method);
  }

  /** A core is gone: its connections are closed and new ones refused. */
  public void stop(Core core) {
    of(core).close();
  }

  /** A core hangs: its connections are closed, new ones taken, and never answered. */
  public void hang(Core core) {
    of(core).hang();
  }

  /** How many calls to a core have come and not ended. */
  public int inFlight(Core core) {
    return of(core).inFlight();
  }

  /** Fails when a call without a deadline was refused since the last look. */
  public void assertDeadlines() {
    cores.values().forEach(ScriptedCore::assertDeadlines);
  }

  /**
   * All are there and know this product, by whatever id they are asked for; of several at once the
   * ordinary and the rich one are known, every cart is {@link CoreCart#ordinary}, every offer
   * {@link CoreOffer#ordinary}, every order {@link CoreOrder#ordinary}, everybody {@link
   * CorePerson#ordinary}, and what first screens are made of is {@link CoreHome}'s.
   */
  public void sell(CoreProduct product) {
    cores.values().forEach(ScriptedCore::listen);
    script(
        CatalogServiceGrpc.getGetProductMethod(),
        Script.asAsked(GetProductResponse.newBuilder().setProduct(product.product()).build()));
    script(
        InventoryServiceGrpc.getGetStockMethod(),
        Script.asAsked(GetStockResponse.newBuilder().setStock(product.stock()).build()));
    script(
        ShippingServiceGrpc.getGetDeliveryMethod(),
        Script.asAsked(GetDeliveryResponse.newBuilder().setDelivery(product.delivery()).build()));
    script(
        ShippingServiceGrpc.getBatchGetDeliveryMethod(),
        Script.asAsked(
            BatchGetDeliveryResponse.newBuilder()
                .addDeliveries(CoreProduct.ordinary().delivery())
                .addDeliveries(CoreProduct.rich().delivery())
                .build()));
    script(
        PricingServiceGrpc.getGetPriceMethod(),
        Script.asAsked(GetPriceResponse.newBuilder().setPrice(product.price()).build()));
    script(
        ReviewsServiceGrpc.getGetRatingMethod(),
        Script.asAsked(GetRatingResponse.newBuilder().setRating(product.rating()).build()));
    script(
        ReviewsServiceGrpc.getListReviewsMethod(),
        Script.asAsked(
            ListReviewsResponse.newBuilder()
                .addAllReviews(product.reviews())
                .setRating(product.rating())
                .build()));
    script(
        ReviewsServiceGrpc.getSubmitReviewMethod(),
        Script.asAsked(
            SubmitReviewResponse.newBuilder()
                .setReview(
                    CoreProduct.rich().reviews().getFirst().toBuilder()
                        .setModeration(ModerationStatus.MODERATION_STATUS_PENDING))
                .build()));
    script(InventoryServiceGrpc.getListNearestPlacesMethod(), CorePlaces::nearest);
    script(
        RecommendationsServiceGrpc.getListRelatedProductsMethod(),
        Script.asAsked(
            ListRelatedProductsResponse.newBuilder()
                .addAllRecommendations(product.related())
                .build()));
    script(
        CatalogServiceGrpc.getBatchGetProductsMethod(),
        Script.asAsked(
            BatchGetProductsResponse.newBuilder()
                .addProducts(CoreProduct.ordinary().product())
                .addProducts(CoreProduct.rich().product())
                .build()));
    script(
        InventoryServiceGrpc.getBatchGetStockMethod(),
        Script.asAsked(
            BatchGetStockResponse.newBuilder()
                .addStock(CoreProduct.ordinary().stock())
                .addStock(CoreProduct.rich().stock())
                .build()));
    script(
        PricingServiceGrpc.getBatchGetPricesMethod(),
        Script.asAsked(
            BatchGetPricesResponse.newBuilder()
                .addPrices(CoreProduct.ordinary().price())
                .addPrices(CoreProduct.rich().price())
                .build()));
    script(
        ReviewsServiceGrpc.getBatchGetRatingsMethod(),
        Script.asAsked(
            BatchGetRatingsResponse.newBuilder()
                .addRatings(CoreProduct.ordinary().rating())
                .addRatings(CoreProduct.rich().rating())
                .build()));
    CoreSearch.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CoreHome.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CoreCart.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CoreOrder.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CoreOffer.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CoreTables.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    CorePerson.answers().forEach((method, answer) -> script(method, Script.asAsked(answer)));
    script(
        ChangesServiceGrpc.getListChangesMethod(),
        Script.asAsked(ListChangesResponse.newBuilder().setResumeToken("AQ-newest").build()));
    of(Core.USERS)
        .script(
            PersonalDataServiceGrpc.getExportOwnDataMethod(), Script.asAsked(CorePerson.export()));
  }

  /**
   * What arrived since the last {@link #forget}, in that order; without what belongs to no request:
   * streams of changes, feature flags, and checks whether a session's account is still there.
   */
  public List<Arrival> arrivals() {
    return arrivals.stream()
        .filter(arrival -> !arrival.method().contains("/Watch"))
        .filter(arrival -> !ASIDE.contains(arrival.method()))
        .toList();
  }

  /** What the calls of {@link #arrivals} are answered with, but for those that fail or wait. */
  public List<Message> answers() {
    List<Message> answers = new ArrayList<>();
    for (Arrival arrival : arrivals()) {
      MethodDescriptor<?, ?> method =
          methods().stream()
              .filter(each -> each.getFullMethodName().equals(arrival.method()))
              .findFirst()
              .orElseThrow();
      scriptOf(method)
          .play(
              arrival.request(),
              new StreamObserver<>() {
                @Override
                public void onNext(byte[] answer) {
                  answers.add((Message) method.parseResponse(new ByteArrayInputStream(answer)));
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
              });
    }
    return answers;
  }

  /** Forgets what arrived. */
  public void forget() {
    arrivals.clear();
  }

  @Override
  public void close() {
    cores.values().forEach(ScriptedCore::close);
    assertDeadlines();
  }

  private List<ScriptedCore> having(MethodDescriptor<?, ?> method) {
    List<ScriptedCore> having =
        Stream.of(Core.values())
            .filter(
                core ->
                    Stream.concat(core.services().stream(), COMMON.stream())
                        .anyMatch(service -> service.getName().equals(method.getServiceName())))
            .map(this::of)
            .toList();
    if (having.isEmpty()) {
      throw new IllegalArgumentException("method: " + method.getFullMethodName());
    }
    return having;
  }

  private ScriptedCore of(Core core) {
    ScriptedCore scripted = cores.get(core);
    if (scripted == null) {
      throw new IllegalArgumentException("core: " + core);
    }
    return scripted;
  }
}
