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
import harbor.inventory.v1.InventoryAdminServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.ListNearestPlacesResponse;
import harbor.inventory.v1.ListStockRequest;
import harbor.inventory.v1.ListStockResponse;
import harbor.inventory.v1.NearPlace;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StoredStock;
import harbor.inventory.v1.UpdateStockRequest;
import harbor.inventory.v1.UpdateStockResponse;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import java.util.List;
import java.util.function.Function;

/** The inventory: what can be sold, and where it is. */
public final class InventoryClient {
  /** Where it is. */
  public static final Service<InventoryClient> SERVICE =
      Service.of("inventory", 9102, InventoryClient::new);

  private static final int MAX_BATCH = 100;
  private static final int MAX_STOCK_PLACES = 50;
  private static final int DEFAULT_PLACES = 20;

  /** Ids of products whose stock changed. */
  public final ChangeStream changes;

  /** What can be sold of a product; NOT_FOUND when the inventory does not know it. */
  public final Lookup<GetStockResponse, Stock> stock;

  /** The same, with the places that have it. */
  public final Lookup<GetStockResponse, Stock> stockAndPlaces;

  /** The places nearest to a point, of the kinds asked for, the nearest first. */
  public final Read<ListNearestPlacesRequest, List<NearPlace>> nearest;

  /** Stores the stock of products, at places that are known. */
  public final Write<ImportStockRequest, ImportReport> importStock;

  /** Stores places by id. */
  public final Write<ImportPlacesRequest, ImportReport> importPlaces;

  /** A page of stock as it is stored; for administrators. */
  public final Read<ListStockRequest, ListStockResponse> all;

  /** Stock changed; by administrators. */
  public final Write<UpdateStockRequest, StoredStock> update;

  /** Over these channels. */
  public InventoryClient(Channels inventory) {
    changes = inventory.changes("inventory.stock", InventoryServiceGrpc.getWatchStockMethod());
    // 200 ms at most: a quarter of jitter comes on top
    CachePolicy cached =
        CachePolicy.of("inventory.stock").ttl(ofMillis(160)).negativeTtl(ofMillis(160));
    stock =
        inventory
            .lookup(
                InventoryServiceGrpc.getGetStockMethod(),
                id -> request(id, false),
                InventoryClient::check,
                GetStockResponse::getStock)
            .batched(
                MAX_BATCH,
                InventoryServiceGrpc.getBatchGetStockMethod(),
                ids -> BatchGetStockRequest.newBuilder().addAllProductIds(ids).build(),
                BatchGetStockResponse::getStockList,
                Stock::getProductId,
                stock -> GetStockResponse.newBuilder().setStock(stock).build())
            .cached(cached);
    stockAndPlaces =
        inventory
            .lookup(
                InventoryServiceGrpc.getGetStockMethod(),
                id -> request(id, true),
                InventoryClient::check,
                GetStockResponse::getStock)
            .cached(cached.named("inventory.places"));
    nearest =
        inventory.read(
            InventoryServiceGrpc.getListNearestPlacesMethod(),
            Function.identity(),
            (asked, response) ->
                Valid.page("places", response.getPlacesList(), asked.getPageSize(), DEFAULT_PLACES),
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
    all =
        inventory.read(
            InventoryAdminServiceGrpc.getListStockMethod(),
            Function.identity(),
            Function.identity());
    update =
        inventory.write(
            InventoryAdminServiceGrpc.getUpdateStockMethod(),
            Function.identity(),
            UpdateStockResponse::getStock);
  }

  private static GetStockRequest request(String id, boolean places) {
    return GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build();
  }

  private static void check(String id, GetStockResponse response) {
    Stock stock = response.getStock();
    Valid.id("stock.product_id", stock.getProductId(), id);
    Valid.known("stock.status", stock.getStatus());
    Valid.count("stock.available", stock.getAvailable());
    Valid.page("stock.places", stock.getPlacesList(), MAX_STOCK_PLACES, MAX_STOCK_PLACES);
    for (PlaceStock place : stock.getPlacesList()) {
      Valid.count("stock.places.available", place.getAvailable());
    }
  }
}
