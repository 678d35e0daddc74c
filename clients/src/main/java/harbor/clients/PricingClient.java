package harbor.clients;

import static java.time.Duration.ofMillis;

import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPricesResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.type.v1.ImportReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The pricing service: what products cost. */
public final class PricingClient {
  /** Where it is. */
  public static final Service<PricingClient> SERVICE =
      Service.of("pricing", 9103, PricingClient::new);

  private static final int MAX_BATCH = 100;
  private static final int ALL_BASIS_POINTS = 10_000;

  /** Ids of products whose price changed. */
  public final ChangeStream changes;

  /** What a product costs now; NOT_FOUND when it has no price. */
  public final Lookup<GetPriceResponse, Price> price;

  /** Stores what products cost, and while they are on sale. */
  public final Write<ImportPricesRequest, ImportReport> importPrices;

  /** Over these channels. */
  public PricingClient(Channels pricing) {
    changes = pricing.changes("pricing.prices", PricingServiceGrpc.getWatchPricesMethod());
    price =
        pricing
            .lookup(
                PricingServiceGrpc.getGetPriceMethod(),
                id -> GetPriceRequest.newBuilder().setProductId(id).build(),
                PricingClient::valid)
            .batched(
                MAX_BATCH,
                PricingServiceGrpc.getBatchGetPricesMethod(),
                ids -> BatchGetPricesRequest.newBuilder().addAllProductIds(ids).build(),
                PricingClient::byId)
            .cached(CachePolicy.of("pricing.price").ttl(ofMillis(200)).negativeTtl(ofMillis(200)));
    importPrices =
        pricing.write(
            PricingServiceGrpc.getImportPricesMethod(),
            Function.identity(),
            ImportPricesResponse::getReport);
  }

  private static Map<String, GetPriceResponse> byId(BatchGetPricesResponse response) {
    Map<String, GetPriceResponse> found = new LinkedHashMap<>();
    response
        .getPricesList()
        .forEach(
            price ->
                found.put(
                    price.getProductId(), GetPriceResponse.newBuilder().setPrice(price).build()));
    return found;
  }

  private static Price valid(GetPriceResponse response) {
    Price price = response.getPrice();
    Valid.money("price.current", price.getCurrent());
    Valid.range("price.discount_basis_points", price.getDiscountBasisPoints(), 0, ALL_BASIS_POINTS);
    if (price.hasSaving()) {
      Valid.money("price.list", price.getList());
      Valid.money("price.saving", price.getSaving());
    }
    if (price.hasLowestBeforeSale()) {
      Valid.money("price.lowest_before_sale", price.getLowestBeforeSale());
    }
    return price;
  }
}
