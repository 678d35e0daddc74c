package harbor.orders;

import static harbor.kit.service.call.Answer.answer;

import com.google.protobuf.Message;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.kit.service.call.AdministrativeAct;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.table.Edited;
import harbor.kit.service.write.IdempotentWrites;
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
import harbor.orders.v1.ListOrderMonthsRequest;
import harbor.orders.v1.ListOrderMonthsResponse;
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
import harbor.orders.v1.UpdateAnyOrderRequest;
import harbor.orders.v1.UpdateAnyOrderResponse;
import harbor.orders.v1.WatchOrdersRequest;
import harbor.orders.v1.WatchOrdersResponse;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.MDC;

/** Orders over gRPC: protobuf in, protobuf out, no decisions. */
final class OrdersService extends OrdersServiceGrpc.OrdersServiceImplBase {
  private static final int MAX_BATCH = 100;
  private static final int MAX_RETURN_LINES = 100;
  private static final String ANYBODY = "";
  private static final int MAX_IMPORT = 1_000;
  private static final Set<String> EDITABLE = Set.of("needs_review");

  private final PostgresOrderStore orders;
  private final PostgresMonths months;
  private final PlaceRequests placing;
  private final PostgresChanges changes;
  private final PostgresSagaCalls calls;
  private final IdempotentWrites writes;
  private final ChangeFeed feed;

  OrdersService(
      PostgresOrderStore orders,
      PostgresMonths months,
      PlaceRequests placing,
      PostgresChanges changes,
      PostgresSagaCalls calls,
      IdempotentWrites writes,
      ChangeFeed feed) {
    this.orders = orders;
    this.months = months;
    this.placing = placing;
    this.changes = changes;
    this.calls = calls;
    this.writes = writes;
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
          boolean isUnderWay = request.getUnderWay();
          PageToken tokens = PageToken.of(isUnderWay ? "orders.under_way" : "orders.own", owner);
          Page<Order> page =
              page(
                  tokens,
                  size,
                  orders.list(owner, isUnderWay, place(tokens, request.getPageToken()), size + 1));
          return ListOrdersResponse.newBuilder()
              .addAllOrders(page.rows().stream().map(OrderViews::view).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void listOrderMonths(
      ListOrderMonthsRequest request, StreamObserver<ListOrderMonthsResponse> observer) {
    answer(
        observer,
        () ->
            ListOrderMonthsResponse.newBuilder()
                .addAllMonths(
                    months.of(CallScope.caller().subject(), request.getTimeZone()).stream()
                        .map(OrderViews::month)
                        .toList())
                .build());
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
                        Requests.externalId(
                            "product_id", request.getProductId(), "INVALID_PRODUCT_ID")))
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
    administrativeSaga(
        observer,
        Kind.CANCEL,
        request,
        request.getOrderId(),
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
    administrativeSaga(
        observer,
        Kind.RETURN,
        request,
        request.getOrderId(),
        () -> {
          List<Order.ReturnLine> lines = lines(request.getLinesList());
          return handle ->
              changes.giveBack(
                  handle, wish, lines, request.getWithShipping(), request.getRestock());
        },
        _ -> OrderViews.refunded(orders.get(request.getOrderId())));
  }

  @Override
  public void updateAnyOrder(
      UpdateAnyOrderRequest request, StreamObserver<UpdateAnyOrderResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          UpdateMask mask = UpdateMask.of(request.getUpdateMask(), EDITABLE);
          String id = request.getOrder().getOrder().getId();
          Edited<Order> edited =
              PostgresReviews.edit(
                  handle,
                  id,
                  Requests.version("expected_version", request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  order ->
                      mask.applied(OrderViews.owned(order), request.getOrder()).getNeedsReview());
          return UpdateAnyOrderResponse.newBuilder()
              .setOrder(edited.message(id, "UNKNOWN_ORDER", OrderViews::owned))
              .build();
        });
  }

  @Override
  public void listAllOrders(
      ListAllOrdersRequest request, StreamObserver<ListAllOrdersResponse> observer) {
    answer(
        observer,
        () -> {
          Page<Order> page =
              orders.all(query(request), request.getPageSize(), request.getPageToken());
          return ListAllOrdersResponse.newBuilder()
              .addAllOrders(page.rows().stream().map(OrderViews::owned).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private static TableQuery query(ListAllOrdersRequest request) {
    return request.getStatus() == OrderStatus.ORDER_STATUS_UNSPECIFIED
        ? request.getQuery()
        : request.getQuery().toBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("status")
                    .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
                    .addValues(PostgresOrderStore.name(request.getStatus())))
            .build();
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
    answer(observer, () -> sagaAnswer(kind, request, beginning, meanwhile));
  }

  /** One that only those may begin who run the shop. */
  private <A extends Message> void administrativeSaga(
      StreamObserver<A> observer,
      Kind kind,
      Message request,
      String orderId,
      Beginning<A> beginning,
      Function<String, A> meanwhile) {
    answer(
        observer,
        () -> AdministrativeAct.on(orderId, () -> sagaAnswer(kind, request, beginning, meanwhile)));
  }

  private <A extends Message> A sagaAnswer(
      Kind kind, Message request, Beginning<A> beginning, Function<String, A> meanwhile) {
    try {
      return calls.answer(kind, request, beginning, meanwhile);
    } catch (StatusRuntimeException e) {
      throw PlaceRequests.unavailable(e);
    }
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
        span.isSampled() ? span.getSpanId() : "",
        CorrelationId.takeOrMake(MDC.get(LogFields.CORRELATION)).value());
  }

  private static Place place(PageToken tokens, String token) {
    String key = tokens.key(token);
    return key.isEmpty() ? Place.START : Place.parse(key).orElseThrow(PageToken::invalid);
  }

  private static Page<Order> page(PageToken tokens, int size, List<Order> found) {
    return tokens.page(found, size, order -> Place.after(order).key());
  }
}
