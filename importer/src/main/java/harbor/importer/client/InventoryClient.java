package harbor.importer.client;

import harbor.importer.feed.StockData;
import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import io.grpc.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Inventory over gRPC. */
public final class InventoryClient {
  private final Calls<InventoryServiceBlockingStub> calls;

  InventoryClient(Channel channel, Calls.Pause pause) {
    this.calls = new Calls<>("inventory", InventoryServiceGrpc.newBlockingStub(channel), pause);
  }

  /** Stores the stock of products, at places that are known. */
  public BatchResult stock(List<StockData> rows) {
    ImportStockRequest.Builder request = ImportStockRequest.newBuilder();
    rows.forEach(row -> request.addRows(message(row)));
    return Calls.result(calls.batch(stub -> stub.importStock(request.build())).getReport());
  }

  /** Stores places. */
  public BatchResult places(List<Place> places) {
    ImportPlacesRequest request = ImportPlacesRequest.newBuilder().addAllPlaces(places).build();
    return Calls.result(calls.batch(stub -> stub.importPlaces(request)).getReport());
  }

  /** Those of the products that are not out yet. */
  public Set<String> preorders(List<String> ids) {
    Set<String> found = new HashSet<>();
    for (int from = 0; from < ids.size(); from += CatalogClient.MAX_IDS) {
      BatchGetStockRequest request =
          BatchGetStockRequest.newBuilder()
              .addAllProductIds(
                  ids.subList(from, Math.min(ids.size(), from + CatalogClient.MAX_IDS)))
              .build();
      for (Stock stock : calls.batch(stub -> stub.batchGetStock(request)).getStockList()) {
        if (stock.getStatus() == StockStatus.STOCK_STATUS_PREORDER) {
          found.add(stock.getProductId());
        }
      }
    }
    return found;
  }

  private static StockRow message(StockData row) {
    StockRow.Builder message =
        StockRow.newBuilder()
            .setProductId(row.productId())
            .setStatus(
                switch (row.availability()) {
                  case IN_STOCK -> StockStatus.STOCK_STATUS_AVAILABLE;
                  case OUT_OF_STOCK -> StockStatus.STOCK_STATUS_OUT_OF_STOCK;
                  case PREORDER -> StockStatus.STOCK_STATUS_PREORDER;
                })
            .setMinHandlingDays(row.minHandlingDays())
            .setMaxHandlingDays(row.maxHandlingDays());
    for (StockData.PlaceCount count : row.counts()) {
      message.addQuantities(
          PlaceQuantity.newBuilder().setPlaceId(count.placeId()).setOnHand(count.onHand()));
    }
    return message.build();
  }
}
