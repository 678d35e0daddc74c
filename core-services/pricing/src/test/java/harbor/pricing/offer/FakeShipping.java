package harbor.pricing.offer;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.QuoteShippingResponse;
import harbor.shipping.v1.ShippingOption;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.Money;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A shipping service whose methods a test sets, by country, in the currency that it is asked in.
 */
final class FakeShipping extends ShippingServiceGrpc.ShippingServiceImplBase {
  private final Map<String, List<Method>> methods = new ConcurrentHashMap<>();
  final List<QuoteShippingRequest> asked = new CopyOnWriteArrayList<>();
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile String latest = "2027-03-04";

  /**
   * A way of shipping.
   *
   * @param freeFrom goods for at least so much ship free; 0: never
   */
  record Method(String code, long cost, long freeFrom) {
    long cost(long goods) {
      return freeFrom > 0 && goods >= freeFrom ? 0 : cost;
    }
  }

  /** From now on the country has these. */
  void set(String country, Method... offered) {
    methods.put(country, List.of(offered));
  }

  /** From now on goods arrive on that day at the latest. */
  void arrivesUntil(String day) {
    latest = day;
  }

  /** From now on it fails, or answers again. */
  void fails(Optional<Failure> how) {
    failure = how;
  }

  @Override
  public void quoteShipping(
      QuoteShippingRequest request, StreamObserver<QuoteShippingResponse> observer) {
    asked.add(request);
    answer(
        observer,
        () -> {
          failure.ifPresent(
              thrown -> {
                throw thrown;
              });
          List<Method> offered =
              Optional.ofNullable(methods.get(request.getDestination().getCountry()))
                  .orElseThrow(() -> Failure.failedPrecondition("COUNTRY_NOT_SERVED", "none"));
          QuoteShippingResponse.Builder response = QuoteShippingResponse.newBuilder();
          offered.stream()
              .map(method -> option(method, request))
              .sorted(
                  Comparator.comparingLong((ShippingOption option) -> option.getCost().getMinor())
                      .thenComparing(ShippingOption::getMethod))
              .forEach(response::addOptions);
          return response.build();
        });
  }

  private ShippingOption option(Method method, QuoteShippingRequest request) {
    return ShippingOption.newBuilder()
        .setMethod(method.code())
        .setCost(
            Money.newBuilder()
                .setMinor(method.cost(request.getGoodsMinor()))
                .setCurrency(request.getCurrency()))
        .setWindow(DeliveryWindow.newBuilder().setEarliest("2027-03-02").setLatest(latest))
        .setPickup(method.code().equals("pickup"))
        .build();
  }
}
