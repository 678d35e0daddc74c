package harbor.clients;

import static java.time.Duration.ofMillis;

import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPricesResponse;
import harbor.pricing.v1.ListPricesRequest;
import harbor.pricing.v1.ListPricesResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingAdminServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.StoredPrice;
import harbor.pricing.v1.UpdatePriceRequest;
import harbor.pricing.v1.UpdatePriceResponse;
import harbor.type.v1.ImportReport;
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

  /** A page of prices as they are stored; for administrators. */
  public final Read<ListPricesRequest, ListPricesResponse> all;

  /** A price changed; by administrators. */
  public final Write<UpdatePriceRequest, StoredPrice> update;

  /** Over these channels. */
  public PricingClient(Channels pricing) {
    changes = pricing.changes("pricing.prices", PricingServiceGrpc.getWatchPricesMethod());
    price =
        pricing
            .lookup(
                PricingServiceGrpc.getGetPriceMethod(),
                id -> GetPriceRequest.newBuilder().setProductId(id).build(),
                PricingClient::check,
                GetPriceResponse::getPrice)
            .batched(
                MAX_BATCH,
                PricingServiceGrpc.getBatchGetPricesMethod(),
                ids -> BatchGetPricesRequest.newBuilder().addAllProductIds(ids).build(),
                BatchGetPricesResponse::getPricesList,
                Price::getProductId,
                price -> GetPriceResponse.newBuilder().setPrice(price).build())
            // 200 ms at most: a quarter of jitter comes on top
            .cached(CachePolicy.of("pricing.price").ttl(ofMillis(160)).negativeTtl(ofMillis(160)));
    importPrices =
        pricing.write(
            PricingServiceGrpc.getImportPricesMethod(),
            Function.identity(),
            ImportPricesResponse::getReport);
    all =
        pricing.read(
            PricingAdminServiceGrpc.getListPricesMethod(),
            Function.identity(),
            Function.identity());
    update =
        pricing.write(
            PricingAdminServiceGrpc.getUpdatePriceMethod(),
            Function.identity(),
            UpdatePriceResponse::getPrice);
  }

  private static void check(String id, GetPriceResponse response) {
    Price price = response.getPrice();
    Valid.id("price.product_id", price.getProductId(), id);
    Valid.price("price.current", price.getCurrent());
    Valid.range("price.discount_basis_points", price.getDiscountBasisPoints(), 0, ALL_BASIS_POINTS);
    if (price.hasSaving()) {
      Valid.price("price.list", price.getList());
      Valid.price("price.saving", price.getSaving());
    }
    if (price.hasLowestBeforeSale()) {
      Valid.price("price.lowest_before_sale", price.getLowestBeforeSale());
    }
  }
}
