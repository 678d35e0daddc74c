package harbor.importer.client;

import com.google.protobuf.Message;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.catalog.v1.WithdrawProductsResponse;
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
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPricesResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.Sale;
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
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** Products that are not for sale any more. */
  public final Set<String> withdrawn = new ConcurrentSkipListSet<>();

  /** Calls that withdraw; the one of this number, from 1, fails once it is done: nobody hears. */
  public int failWithdrawal;

  /** Ids that each call withdrew, in order. */
  public final List<Integer> withdrawals = new ArrayList<>();

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
      Map<String, Product> known = products.rows();
      take(
          products,
          request,
          request.getProductsList().stream()
              .map(sent -> withItsSource(sent, known.get(sent.getId())))
              .toList(),
          observer,
          report -> ImportProductsResponse.newBuilder().setReport(report).build());
      request.getProductsList().forEach(product -> withdrawn.remove(product.getId()));
    }

    private static Product withItsSource(Product sent, @Nullable Product known) {
      return known == null || !sent.getSource().isEmpty()
          ? sent
          : sent.toBuilder().setSource(known.getSource()).build();
    }

    @Override
    public void listProducts(
        ListProductsRequest request, StreamObserver<ListProductsResponse> observer) {
      List<Product> all =
          products.rows().values().stream()
              .filter(product -> product.getId().compareTo(request.getPageToken()) > 0)
              .filter(
                  product ->
                      request.getSource().isEmpty()
                          || (product.getSource().equals(request.getSource())
                              && !withdrawn.contains(product.getId())))
              .toList();
      List<Product> page = all.subList(0, Math.min(all.size(), request.getPageSize()));
      answer(
          observer,
          ListProductsResponse.newBuilder()
              .addAllProducts(page.stream().map(this::withdrawnOrNot).toList())
              .setNextPageToken(page.size() < all.size() ? page.getLast().getId() : "")
              .build());
    }

    private Product withdrawnOrNot(Product product) {
      return product.toBuilder().setWithdrawn(withdrawn.contains(product.getId())).build();
    }

    @Override
    public void withdrawProducts(
        WithdrawProductsRequest request, StreamObserver<WithdrawProductsResponse> observer) {
      int before = withdrawn.size();
      request.getProductIdsList().stream()
          .filter(products.rows()::containsKey)
          .forEach(withdrawn::add);
      withdrawals.add(request.getProductIdsCount());
      if (withdrawals.size() == failWithdrawal) {
        observer.onError(Status.INTERNAL.asRuntimeException());
        return;
      }
      answer(
          observer,
          WithdrawProductsResponse.newBuilder().setWithdrawn(withdrawn.size() - before).build());
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
          StockRow stated = stock.get(id);
          Stock.Builder now = Stock.newBuilder().setProductId(id).setStatus(stated.getStatus());
          if (stated.hasAvailableFrom()) {
            now.setAvailableFrom(stated.getAvailableFrom());
          }
          found.addStock(now);
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

    @Override
    public void batchGetPrices(
        BatchGetPricesRequest request, StreamObserver<BatchGetPricesResponse> observer) {
      answer(
          observer,
          BatchGetPricesResponse.newBuilder()
              .addAllPrices(
                  request.getProductIdsList().stream()
                      .filter(prices.rows()::containsKey)
                      .map(id -> price(prices.get(id)))
                      .toList())
              .build());
    }

    private static Price price(PriceRow row) {
      Price.Builder price =
          Price.newBuilder()
              .setProductId(row.getProductId())
              .setList(row.getList())
              .setCurrent(row.getList());
      if (row.hasSale()) {
        Sale.Builder sale = Sale.newBuilder().setPrice(row.getSale());
        if (row.hasSaleStartsAt()) {
          sale.setStartsAt(row.getSaleStartsAt());
        }
        if (row.hasSaleEndsAt()) {
          sale.setEndsAt(row.getSaleEndsAt());
        }
        price.setSale(sale);
      }
      return price.build();
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
