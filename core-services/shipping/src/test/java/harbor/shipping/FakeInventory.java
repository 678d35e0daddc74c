package harbor.shipping;

import static harbor.kit.service.call.Answer.answer;

import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListPlacesRequest;
import harbor.inventory.v1.ListPlacesResponse;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.call.Failure;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An inventory that a test fills and switches off; over a socket, with the check of callers. */
final class FakeInventory {
  final CoreProcess process =
      CoreProcess.of("inventory", 0, core -> core.serves(new Stocks(), new Places()));
  final AtomicInteger askedForPlaces = new AtomicInteger();
  private final Map<String, Stock> stocks = new ConcurrentHashMap<>();
  private volatile List<Place> places = List.of();
  private volatile boolean down;

  /** Puts it back to nothing. */
  void clear() {
    stocks.clear();
    places = List.of();
    down = false;
    askedForPlaces.set(0);
  }

  void isDown(boolean now) {
    down = now;
  }

  void places(Place... all) {
    places = List.of(all);
  }

  void stock(String product, StockStatus status, int minDays, int maxDays) {
    stocks.put(
        product,
        Stock.newBuilder()
            .setProductId(product)
            .setStatus(status)
            .setMinHandlingDays(minDays)
            .setMaxHandlingDays(maxDays)
            .build());
  }

  static Place place(String id, double latitude, double longitude) {
    return Place.newBuilder()
        .setId(id)
        .setName("Place " + id)
        .setLatitude(latitude)
        .setLongitude(longitude)
        .build();
  }

  private void mustBeUp() {
    if (down) {
      throw Failure.unavailable("DOWN", "The test says so.");
    }
  }

  private final class Stocks extends InventoryServiceGrpc.InventoryServiceImplBase {
    @Override
    public void batchGetStock(
        BatchGetStockRequest request, StreamObserver<BatchGetStockResponse> observer) {
      answer(
          observer,
          () -> {
            mustBeUp();
            return BatchGetStockResponse.newBuilder()
                .addAllStock(
                    request.getProductIdsList().stream()
                        .map(stocks::get)
                        .filter(Objects::nonNull)
                        .toList())
                .build();
          });
    }
  }

  /** In pages of one place: whoever reads one page alone misses places. */
  private final class Places extends ReservationsServiceGrpc.ReservationsServiceImplBase {
    @Override
    public void listPlaces(ListPlacesRequest request, StreamObserver<ListPlacesResponse> observer) {
      answer(
          observer,
          () -> {
            mustBeUp();
            int index =
                request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            if (index == 0) {
              askedForPlaces.incrementAndGet();
            }
            ListPlacesResponse.Builder page = ListPlacesResponse.newBuilder();
            if (index < places.size()) {
              page.addPlaces(places.get(index));
            }
            if (index + 1 < places.size()) {
              page.setNextPageToken(Integer.toString(index + 1));
            }
            return page.build();
          });
    }
  }
}
