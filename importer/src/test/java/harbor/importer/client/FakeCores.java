package harbor.importer.client;

import com.google.protobuf.Message;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportPlacesResponse;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.ImportStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockRow;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.ImportOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPricesResponse;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportOrderLinesResponse;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.ImportProfilesResponse;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ImportReviewsResponse;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.type.v1.ImportReport;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The six core services as maps by id, with the contracts' promises, behind real gRPC stubs. */
public final class FakeCores {
  public final FakeStore<Product> products = new FakeStore<>("ImportProducts", Product::getId);
  public final FakeStore<StockRow> stock = new FakeStore<>("ImportStock", StockRow::getProductId);
  public final FakeStore<PriceRow> prices = new FakeStore<>("ImportPrices", PriceRow::getProductId);
  public final FakeStore<ProductProfile> profiles =
      new FakeStore<>("ImportProfiles", ProductProfile::getProductId);
  public final FakeStore<Place> places = new FakeStore<>("ImportPlaces", Place::getId);
  public final FakeStore<Review> reviews = new FakeStore<>("ImportReviews", Review::getId);
  public final FakeStore<OrderLine> orderLines =
      new FakeStore<>("ImportOrderLines", line -> line.getOrderId() + "/" + line.getLineNumber());
  public final FakeStore<Order> orders = new FakeStore<>("ImportOrders", Order::getId);
  public final FakeStore<RebuildNeighboursRequest> rebuilds =
      new FakeStore<>("RebuildNeighbours", _ -> "");

  /** Everything that is stored, to compare two runs by. */
  public List<Map<String, ? extends Message>> state() {
    return List.of(
        products.rows(),
        stock.rows(),
        prices.rows(),
        profiles.rows(),
        places.rows(),
        reviews.rows(),
        orderLines.rows(),
        orders.rows());
  }

  public List<BindableService> services() {
    return List.of(
        new Catalog(),
        new Inventory(),
        new Pricing(),
        new Reviews(),
        new Recommendations(),
        new Orders());
  }

  private static <A> void answer(StreamObserver<A> observer, A answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }

  private static <T, A> void take(
      FakeStore<T> store,
      Message request,
      List<T> rows,
      StreamObserver<A> observer,
      Function<ImportReport, A> answer) {
    try {
      answer(observer, answer.apply(store.take(rows, request.getSerializedSize())));
    } catch (RuntimeException e) {
      observer.onError(e);
    }
  }

  private final class Catalog extends CatalogServiceGrpc.CatalogServiceImplBase {
    @Override
    public void importProducts(
        ImportProductsRequest request, StreamObserver<ImportProductsResponse> observer) {
      take(
          products,
          request,
          request.getProductsList(),
          observer,
          report -> ImportProductsResponse.newBuilder().setReport(report).build());
    }

    @Override
    public void batchGetProducts(
        BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
      BatchGetProductsResponse.Builder found = BatchGetProductsResponse.newBuilder();
      for (String id : request.getProductIdsList()) {
        if (products.rows().containsKey(id)) {
          found.addProducts(products.get(id));
        }
      }
      answer(observer, found.build());
    }
  }

  private final class Inventory extends InventoryServiceGrpc.InventoryServiceImplBase {
    @Override
    public void importStock(
        ImportStockRequest request, StreamObserver<ImportStockResponse> observer) {
      take(
          stock,
          request,
          request.getRowsList(),
          observer,
          report -> ImportStockResponse.newBuilder().setReport(report).build());
    }

    @Override
    public void batchGetStock(
        BatchGetStockRequest request, StreamObserver<BatchGetStockResponse> observer) {
      BatchGetStockResponse.Builder found = BatchGetStockResponse.newBuilder();
      for (String id : request.getProductIdsList()) {
        if (stock.rows().containsKey(id)) {
          found.addStock(Stock.newBuilder().setProductId(id).setStatus(stock.get(id).getStatus()));
        }
      }
      answer(observer, found.build());
    }

    @Override
    public void importPlaces(
        ImportPlacesRequest request, StreamObserver<ImportPlacesResponse> observer) {
      take(
          places,
          request,
          request.getPlacesList(),
          observer,
          report -> ImportPlacesResponse.newBuilder().setReport(report).build());
    }
  }

  private final class Pricing extends PricingServiceGrpc.PricingServiceImplBase {
    @Override
    public void importPrices(
        ImportPricesRequest request, StreamObserver<ImportPricesResponse> observer) {
      take(
          prices,
          request,
          request.getRowsList(),
          observer,
          report -> ImportPricesResponse.newBuilder().setReport(report).build());
    }
  }

  private final class Reviews extends ReviewsServiceGrpc.ReviewsServiceImplBase {
    @Override
    public void importReviews(
        ImportReviewsRequest request, StreamObserver<ImportReviewsResponse> observer) {
      take(
          reviews,
          request,
          request.getReviewsList(),
          observer,
          report -> ImportReviewsResponse.newBuilder().setReport(report).build());
    }
  }

  private final class Recommendations
      extends RecommendationsServiceGrpc.RecommendationsServiceImplBase {
    @Override
    public void importProfiles(
        ImportProfilesRequest request, StreamObserver<ImportProfilesResponse> observer) {
      take(
          profiles,
          request,
          request.getProfilesList(),
          observer,
          report -> ImportProfilesResponse.newBuilder().setReport(report).build());
    }

    @Override
    public void importOrderLines(
        ImportOrderLinesRequest request, StreamObserver<ImportOrderLinesResponse> observer) {
      take(
          orderLines,
          request,
          request.getLinesList(),
          observer,
          report -> ImportOrderLinesResponse.newBuilder().setReport(report).build());
    }

    @Override
    public void rebuildNeighbours(
        RebuildNeighboursRequest request, StreamObserver<RebuildNeighboursResponse> observer) {
      take(
          rebuilds,
          request,
          List.of(request),
          observer,
          _ -> RebuildNeighboursResponse.newBuilder().setProducts(2).setPairs(1).build());
    }
  }

  private final class Orders extends OrdersServiceGrpc.OrdersServiceImplBase {
    @Override
    public void importOrders(
        ImportOrdersRequest request, StreamObserver<ImportOrdersResponse> observer) {
      take(
          orders,
          request,
          request.getOrdersList(),
          observer,
          report -> ImportOrdersResponse.newBuilder().setReport(report).build());
    }
  }
}
