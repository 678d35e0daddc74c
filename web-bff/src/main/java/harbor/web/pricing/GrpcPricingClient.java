package harbor.web.pricing;

import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.web.catalog.Money;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The pricing service over gRPC. */
public final class GrpcPricingClient implements PricingClient {
  private final Reads<GetPriceResponse> prices;

  /** Over this channel. */
  public GrpcPricingClient(CachedChannel pricing) {
    prices = pricing.reads(PricingServiceGrpc.getGetPriceMethod(), GrpcPricingClient::request);
  }

  @Override
  public CompletableFuture<Optional<ProductPrice>> price(String productId) {
    return prices.get(productId).thenApply(response -> Optional.of(price(response.getPrice())));
  }

  private static GetPriceRequest request(String productId) {
    return GetPriceRequest.newBuilder().setProductId(productId).build();
  }

  private static ProductPrice price(Price from) {
    return new ProductPrice(
        money(from.getCurrent()), from.hasSaving() ? Optional.of(sale(from)) : Optional.empty());
  }

  private static ProductPrice.Sale sale(Price from) {
    return new ProductPrice.Sale(
        money(from.getList()),
        from.getDiscountBasisPoints(),
        money(from.getSaving()),
        from.hasLowestBeforeSale()
            ? Optional.of(money(from.getLowestBeforeSale()))
            : Optional.empty());
  }

  private static Money money(harbor.type.v1.Money from) {
    return new Money(from.getMinor(), from.getCurrency());
  }
}
