package harbor.clients;

import static java.time.Duration.ofMillis;

import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportPlacesResponse;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.ImportStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.ListNearestPlacesResponse;
import harbor.inventory.v1.NearPlace;
import harbor.inventory.v1.Stock;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The inventory: what can be sold, and where it is. */
public final class InventoryClient {
  /** Where it is. */
  public static final Service<InventoryClient> SERVICE =
      Service.of("inventory", 9102, InventoryClient::new);

  private static final int MAX_BATCH = 100;

  /** Ids of products whose stock changed. */
  public final ChangeStream changes;

  /** What can be sold of a product; NOT_FOUND when the inventory does not know it. */
  public final Lookup<GetStockResponse, Stock> stock;

  /** The same, with the places that have it. */
  public final Lookup<GetStockResponse, Stock> stockAndPlaces;

  /** The places nearest to a point, the nearest first. */
  public final Read<ListNearestPlacesRequest, List<NearPlace>> nearest;

  /** Stores the stock of products, at places that are known. */
  public final Write<ImportStockRequest, ImportReport> importStock;

  /** Stores places by id. */
  public final Write<ImportPlacesRequest, ImportReport> importPlaces;

  /** Over these channels. */
  public InventoryClient(Channels inventory) {
    changes = inventory.changes("inventory.stock", InventoryServiceGrpc.getWatchStockMethod());
    CachePolicy cached =
        CachePolicy.of("inventory.stock").ttl(ofMillis(200)).negativeTtl(ofMillis(200));
    stock =
        inventory
            .lookup(
                InventoryServiceGrpc.getGetStockMethod(),
                id -> request(id, false),
                InventoryClient::valid)
            .batched(
                MAX_BATCH,
                InventoryServiceGrpc.getBatchGetStockMethod(),
                ids -> BatchGetStockRequest.newBuilder().addAllProductIds(ids).build(),
                InventoryClient::byId)
            .cached(cached);
    stockAndPlaces =
        inventory
            .lookup(
                InventoryServiceGrpc.getGetStockMethod(),
                id -> request(id, true),
                InventoryClient::valid)
            .cached(cached.named("inventory.places"));
    nearest =
        inventory.read(
            InventoryServiceGrpc.getListNearestPlacesMethod(),
            Function.identity(),
            ListNearestPlacesResponse::getPlacesList);
    importStock =
        inventory.write(
            InventoryServiceGrpc.getImportStockMethod(),
            Function.identity(),
            ImportStockResponse::getReport);
    importPlaces =
        inventory.write(
            InventoryServiceGrpc.getImportPlacesMethod(),
            Function.identity(),
            ImportPlacesResponse::getReport);
  }

  private static GetStockRequest request(String id, boolean places) {
    return GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build();
  }

  private static Map<String, GetStockResponse> byId(BatchGetStockResponse response) {
    Map<String, GetStockResponse> found = new LinkedHashMap<>();
    response
        .getStockList()
        .forEach(
            stock ->
                found.put(
                    stock.getProductId(), GetStockResponse.newBuilder().setStock(stock).build()));
    return found;
  }

  private static Stock valid(GetStockResponse response) {
    Stock stock = response.getStock();
    Valid.known("stock.status", stock.getStatus());
    Valid.range(
        "stock.available",
        stock.getAvailable(),
        0,
        stock.getLow() ? Integer.MAX_VALUE : Long.MAX_VALUE);
    return stock;
  }
}
