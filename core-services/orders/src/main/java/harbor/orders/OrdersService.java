package harbor.orders;

import static harbor.kit.service.call.Answer.answer;

import com.google.protobuf.Message;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import harbor.orders.PostgresChanges.Wish;
import harbor.orders.PostgresOrderStore.Place;
import harbor.orders.PostgresSagaCalls.Beginning;
import harbor.orders.Saga.Kind;
import harbor.orders.Saga.Origin;
import harbor.orders.v1.BatchGetOrdersRequest;
import harbor.orders.v1.BatchGetOrdersResponse;
import harbor.orders.v1.CancelAnyOrderRequest;
import harbor.orders.v1.CancelAnyOrderResponse;
import harbor.orders.v1.CancelOrderRequest;
import harbor.orders.v1.CancelOrderResponse;
import harbor.orders.v1.GetOrderRequest;
import harbor.orders.v1.GetOrderResponse;
import harbor.orders.v1.GetPurchaseRequest;
import harbor.orders.v1.GetPurchaseResponse;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.ImportOrdersResponse;
import harbor.orders.v1.ListAllOrdersRequest;
import harbor.orders.v1.ListAllOrdersResponse;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.orders.v1.RefundAnyOrderRequest;
import harbor.orders.v1.RefundAnyOrderResponse;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnPiecesResponse;
import harbor.orders.v1.ReturnedLine;
import harbor.orders.v1.WatchOrdersRequest;
import harbor.orders.v1.WatchOrdersResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.MDC;

/** Orders over gRPC: protobuf in, protobuf out, no decisions. */
final class OrdersService extends OrdersServiceGrpc.OrdersServiceImplBase {
  private static final int MAX_BATCH = 100;
  private static final int MAX_RETURN_LINES = 100;
  private static final int MAX_IMPORT = 1_000;
  private static final String ANYBODY = "";

  private final PostgresOrderStore orders;
  private final PlaceRequests placing;
  private final PostgresChanges changes;
  private final PostgresSagaCalls calls;
  private final ChangeFeed feed;

  OrdersService(
      PostgresOrderStore orders,
      PlaceRequests placing,
      PostgresChanges changes,
      PostgresSagaCalls calls,
      ChangeFeed feed) {
    this.orders = orders;
    this.placing = placing;
    this.changes = changes;
    this.calls = calls;
    this.feed = feed;
  }

  @Override
  public void placeOrder(PlaceOrderRequest request, StreamObserver<PlaceOrderResponse> observer) {
    saga(
        observer,
        Kind.PLACE,
        request,
        () -> {
          PlaceRequests.Meant meant = placing.read(request);
          return handle ->
              changes.place(
                  handle, meant.order(), meant.cardToken(), origin(), PlaceRequests::ordered);
        },
        id -> OrderViews.placed(orders.get(id)));
  }

  @Override
  public void getOrder(GetOrderRequest request, StreamObserver<GetOrderResponse> observer) {
    answer(
        observer,
        () ->
            GetOrderResponse.newBuilder()
                .setOrder(
                    OrderViews.view(
                        orders
                            .find(CallScope.caller().subject(), request.getOrderId())
                            .orElseThrow(Reasons::unknownOrder)))
                .build());
  }

  @Override
  public void listOrders(ListOrdersRequest request, StreamObserver<ListOrdersResponse> observer) {
    answer(
        observer,
        () -> {
          String owner = CallScope.caller().subject();
          int size = Requests.pageSize(request.getPageSize(), 20, 100);
          PageToken tokens = PageToken.of("orders.own", owner);
          List<Order> page =
              orders.list(owner, "", place(tokens, request.getPageToken()), size + 1);
          ListOrdersResponse.Builder response = ListOrdersResponse.newBuilder();
          page.stream().limit(size).map(OrderViews::view).forEach(response::addOrders);
          next(tokens, page, size).ifPresent(response::setNextPageToken);
          return response.build();
        });
  }

  @Override
  public void batchGetOrders(
      BatchGetOrdersRequest request, StreamObserver<BatchGetOrdersResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids =
              Requests.batch("order_ids", request.getOrderIdsList(), MAX_BATCH).stream()
                  .distinct()
                  .toList();
          return BatchGetOrdersResponse.newBuilder()
              .addAllOrders(
                  orders.batch(CallScope.caller().subject(), ids).stream()
                      .map(OrderViews::view)
                      .toList())
              .build();
        });
  }

  @Override
  public void getPurchase(
      GetPurchaseRequest request, StreamObserver<GetPurchaseResponse> observer) {
    answer(
        observer,
        () ->
            GetPurchaseResponse.newBuilder()
                .setIsBought(
                    orders.isBought(
                        CallScope.caller().subject(),
                        Requests.id("product_id", request.getProductId(), "INVALID_PRODUCT_ID")))
                .build());
  }

  @Override
  public void cancelOrder(
      CancelOrderRequest request, StreamObserver<CancelOrderResponse> observer) {
    Wish wish = wish(request.getOrderId(), CallScope.caller().subject());
    saga(
        observer,
        Kind.CANCEL,
        request,
        () ->
            handle ->
                changes.cancel(
                    handle, wish, Reasons.CANCELLED_BY_CUSTOMER, false, OrderViews::cancelled),
        _ -> OrderViews.cancelled(orders.get(request.getOrderId())));
  }

  @Override
  public void cancelAnyOrder(
      CancelAnyOrderRequest request, StreamObserver<CancelAnyOrderResponse> observer) {
    Wish wish = wish(request.getOrderId(), ANYBODY);
    saga(
        observer,
        Kind.CANCEL,
        request,
        () ->
            handle ->
                changes.cancel(
                    handle, wish, Reasons.CANCELLED_BY_SHOP, true, OrderViews::cancelledAny),
        _ -> OrderViews.cancelledAny(orders.get(request.getOrderId())));
  }

  @Override
  public void returnPieces(
      ReturnPiecesRequest request, StreamObserver<ReturnPiecesResponse> observer) {
    Wish wish = wish(request.getOrderId(), CallScope.caller().subject());
    saga(
        observer,
        Kind.RETURN,
        request,
        () -> {
          List<Order.ReturnLine> lines = lines(request.getLinesList());
          return handle -> changes.giveBack(handle, wish, lines, request.getWithShipping(), true);
        },
        _ -> OrderViews.returned(orders.get(request.getOrderId())));
  }

  @Override
  public void refundAnyOrder(
      RefundAnyOrderRequest request, StreamObserver<RefundAnyOrderResponse> observer) {
    Wish wish = wish(request.getOrderId(), ANYBODY);
    saga(
        observer,
        Kind.RETURN,
        request,
        () -> {
          List<Order.ReturnLine> lines = lines(request.getLinesList());
          return handle ->
              changes.giveBack(
                  handle, wish, lines, request.getWithShipping(), request.getRestock());
        },
        _ -> OrderViews.refunded(orders.get(request.getOrderId())));
  }

  @Override
  public void listAllOrders(
      ListAllOrdersRequest request, StreamObserver<ListAllOrdersResponse> observer) {
    answer(
        observer,
        () -> {
          String status =
              request.getStatus() == OrderStatus.ORDER_STATUS_UNSPECIFIED
                  ? ""
                  : PostgresOrderStore.name(request.getStatus());
          int size = Requests.pageSize(request.getPageSize(), 50, 200);
          PageToken tokens = PageToken.of("orders.all", status);
          List<Order> page =
              orders.list(ANYBODY, status, place(tokens, request.getPageToken()), size + 1);
          ListAllOrdersResponse.Builder response = ListAllOrdersResponse.newBuilder();
          page.stream().limit(size).map(OrderViews::owned).forEach(response::addOrders);
          next(tokens, page, size).ifPresent(response::setNextPageToken);
          return response.build();
        });
  }

  @Override
  public void importOrders(
      ImportOrdersRequest request, StreamObserver<ImportOrdersResponse> observer) {
    answer(
        observer,
        () -> {
          String owner = HistoryRequests.owner(request.getSubject());
          return ImportOrdersResponse.newBuilder()
              .setReport(
                  ImportBatch.of(
                          Requests.batch("orders", request.getOrdersList(), MAX_IMPORT),
                          row -> HistoryRequests.read(row, owner),
                          Order::id)
                      .storeBy(orders::importHistory))
              .build();
        });
  }

  @Override
  public void watchOrders(
      WatchOrdersRequest request, StreamObserver<WatchOrdersResponse> observer) {
    feed.answer(
        request.getResumeToken(),
        observer,
        changed -> WatchOrdersResponse.newBuilder().setChanges(changed).build());
  }

  private <A extends Message> void saga(
      StreamObserver<A> observer,
      Kind kind,
      Message request,
      Beginning<A> beginning,
      Function<String, A> meanwhile) {
    answer(
        observer,
        () -> {
          try {
            return calls.answer(kind, request, beginning, meanwhile);
          } catch (StatusRuntimeException e) {
            throw PlaceRequests.unavailable(e);
          }
        });
  }

  private static Wish wish(String orderId, String owner) {
    return new Wish(orderId, owner, CallScope.caller().subject(), origin());
  }

  private static List<Order.ReturnLine> lines(List<ReturnedLine> lines) {
    return Requests.batch("lines", lines, MAX_RETURN_LINES).stream()
        .map(line -> new Order.ReturnLine(line.getNumber(), line.getQuantity()))
        .toList();
  }

  /** The current call, for the log and the trace of whoever goes on. */
  private static Origin origin() {
    SpanContext span = Span.current().getSpanContext();
    return new Origin(
        span.isValid() ? span.getTraceId() : "",
        span.isValid() ? span.getSpanId() : "",
        CorrelationId.takeOrMake(MDC.get(LogFields.CORRELATION)).value());
  }

  private static Place place(PageToken tokens, String token) {
    String key = tokens.key(token);
    if (key.isEmpty()) {
      return Place.START;
    }
    int cut = key.indexOf(' ');
    return new Place(Instant.parse(key.substring(0, cut)), key.substring(cut + 1));
  }

  private static Optional<String> next(PageToken tokens, List<Order> page, int size) {
    if (page.size() <= size) {
      return Optional.empty();
    }
    Order last = page.get(size - 1);
    return Optional.of(tokens.after(last.placedAt() + " " + last.id()));
  }
}
