package harbor.orders;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.Failure;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.write.LongWrites;
import harbor.orders.Saga.Kind;
import harbor.orders.Saga.Origin;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrdersServiceGrpc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Sagas in PostgreSQL. Each is held by one instance, whose lease every record renews; when that
 * dies, or lets go because a step's ending is unknown, whoever comes first goes on with it. The
 * fence counts the holders: what an earlier one records is not taken. A transaction that changes an
 * order locks its row first. Thread-safe.
 */
final class PostgresSagaStore {
  /** How long a holder may be silent; longer than any call of a step. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final String HELD = "shop_time() + interval '3 seconds'";

  private static final String INSERT =
      """
      INSERT INTO sagas
        (saga_id, order_id, kind, step, decided, ended, reason, refusals, tries, forced, goods_left,
         card_token, fence, due_at, trace_id, span_id, correlation_id,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:id, :order, :kind, :step, false, false, :reason, 0, 0, :forced, false,
         :cardToken, 1, %s, :trace, :span, :correlation,
         shop_time(), :by, shop_time(), :by, 1)
      """
          .formatted(HELD);

  /** One after the other for an order: what is undecided goes before what was begun later. */
  private static final String TAKE =
      """
      WITH due AS (
        SELECT saga_id
        FROM sagas s
        WHERE NOT ended AND due_at <= shop_time()
          AND NOT EXISTS (
            SELECT FROM sagas other
            WHERE other.order_id = s.order_id AND NOT other.ended AND NOT other.decided
              AND (other.created_at, other.saga_id) < (s.created_at, s.saga_id))
        ORDER BY due_at
        LIMIT :max
        FOR UPDATE SKIP LOCKED
      )
      UPDATE sagas
      SET fence = fence + 1, due_at = %s, updated_at = shop_time(), updated_by = 'orders',
          version = version + 1
      FROM due
      WHERE sagas.saga_id = due.saga_id
      RETURNING sagas.*
      """
          .formatted(HELD);

  private static final String ADVANCE =
      """
      UPDATE sagas
      SET step = :step, undone_from = :undoneFrom, decided = :decided, ended = :ended,
          reason = :reason, refusal = coalesce(:refusal, refusal), refusals = :refusals,
          tries = :tries, goods_left = :goodsLeft,
          card_token = CASE WHEN :ended OR :decided THEN NULL ELSE card_token END,
          due_at = %s, updated_at = shop_time(), updated_by = 'orders', version = version + 1
      WHERE saga_id = :id AND fence = :fence AND NOT ended
      """
          .formatted(HELD);

  private static final String LET_GO =
      """
      UPDATE sagas
      SET due_at = shop_time() + CAST(:pause AS interval)
      WHERE saga_id = :id AND fence = :fence AND NOT ended
      """;

  private static final String TURN_BACK =
      """
      UPDATE sagas
      SET undone_from = step, step = :step, reason = :reason, refusal = NULL, refusals = 0,
          tries = 0, fence = fence + 1, due_at = %s, ended = :ended,
          updated_at = shop_time(), updated_by = :by, version = version + 1
      WHERE saga_id = :id
      """
          .formatted(HELD);

  private static final String BEGIN_STEP =
      """
      INSERT INTO saga_steps (saga_id, step, undoing, fence, began_at)
      VALUES (:id, :step, :undoing, :fence, shop_time())
      """;

  private static final String END_STEP =
      """
      UPDATE saga_steps
      SET ended_at = shop_time(), ending = :ending
      WHERE saga_id = :id AND fence = :fence AND ended_at IS NULL
      """;

  private static final String STATUS =
      """
      UPDATE orders
      SET status = :status, ended_reason = :reason, updated_at = shop_time(),
          updated_by = 'orders', version = version + 1
      WHERE order_id = :order
      """;

  private static final String MONEY =
      """
      UPDATE orders
      SET captured_minor = :captured, refunded_minor = :refunded, updated_at = shop_time(),
          updated_by = 'orders', version = version + 1
      WHERE order_id = :order
      """;

  private static final String LOCK =
      "SELECT order_id FROM orders WHERE order_id = :order FOR UPDATE";

  private static final String UNDECIDED =
      """
      SELECT *
      FROM sagas
      WHERE order_id = :order AND NOT ended AND NOT decided
      ORDER BY created_at, saga_id
      """;

  private static final String OLDEST =
      """
      SELECT coalesce(extract(epoch FROM max(shop_time() - created_at)), 0)
      FROM sagas
      WHERE NOT ended
      """;

  private static final String REFUSAL = "SELECT refusal FROM sagas WHERE saga_id = :id";

  private final Database database;
  private final Outbox outbox;
  private final LongWrites writes;
  private final PostgresMailStore mails;

  PostgresSagaStore(Database database, Outbox outbox, LongWrites writes, PostgresMailStore mails) {
    this.database = database;
    this.outbox = outbox;
    this.writes = writes;
    this.mails = mails;
  }

  /** Locks an order until the transaction ends. */
  static void lock(Handle handle, String orderId) {
    var _ = handle.createQuery(LOCK).bind("order", orderId).mapTo(String.class).findOne();
  }

  /**
   * Begins a saga, held by this instance.
   *
   * @param reason of a cancellation; empty otherwise
   */
  Saga begin(
      Handle handle,
      String id,
      Order order,
      Kind kind,
      String reason,
      boolean forced,
      String cardToken,
      String by,
      Origin origin) {
    Saga saga =
        new Saga(
            id,
            order.id(),
            kind,
            SagaPlan.first(kind, order),
            Optional.empty(),
            false,
            reason,
            0,
            0,
            forced,
            false,
            cardToken,
            1,
            origin);
    handle
        .createUpdate(INSERT)
        .bind("id", id)
        .bind("order", order.id())
        .bind("kind", kind.name())
        .bind("step", saga.step().name())
        .bind("reason", reason)
        .bind("forced", forced)
        .bind("cardToken", cardToken.isEmpty() ? null : cardToken)
        .bind("trace", origin.traceId())
        .bind("span", origin.spanId())
        .bind("correlation", origin.correlationId())
        .bind("by", by)
        .execute();
    beginStep(handle, saga);
    return saga;
  }

  /** Takes sagas that nobody holds any more, the longest waiting first. */
  List<Saga> take(int max) {
    return database.write(
        handle -> {
          List<Saga> taken =
              handle.createQuery(TAKE).bind("max", max).map((row, _) -> saga(row)).list();
          taken.forEach(saga -> beginStep(handle, saga));
          return taken;
        });
  }

  /** How long the oldest saga that has not ended is under way; 0 without any. */
  double oldestSeconds() {
    return database.read(handle -> handle.createQuery(OLDEST).mapTo(Double.class).one());
  }

  /** Sagas of an order that decide what becomes of it, the first one first, held by whoever. */
  static List<Saga> undecided(Handle handle, String orderId) {
    return handle.createQuery(UNDECIDED).bind("order", orderId).map((row, _) -> saga(row)).list();
  }

  /**
   * Takes an undecided placing from whoever holds it, and turns it back for a cancellation.
   *
   * @return the saga that undoes it, held by this instance; empty when there was nothing to undo
   *     and the order is cancelled by now
   */
  Optional<Saga> turnBack(Handle handle, Saga saga, Order order, String reason, String by) {
    Moved moved = Moved.back(saga, order, reason);
    handle
        .createUpdate(TURN_BACK)
        .bind("id", saga.id())
        .bind("step", moved.saga().step().name())
        .bind("reason", reason)
        .bind("ended", moved.isEnded())
        .bind("by", by)
        .execute();
    Saga turned = moved.saga().heldBy(saga.fence() + 1);
    if (moved.isEnded()) {
      endUndone(handle, turned);
      return Optional.empty();
    }
    beginStep(handle, turned);
    return Optional.of(turned);
  }

  /**
   * Records how a step ended and what follows, in one transaction with what it means for the order.
   *
   * @return the saga at its next step, still held; empty when it ended, or another instance holds
   *     it
   */
  Optional<Saga> record(Saga saga, Order order, Ending ending, Move move) {
    Moved moved = Moved.of(saga, order, ending, move);
    return database.write(
        handle -> {
          lock(handle, saga.orderId());
          if (!advance(handle, saga, ending, move, moved)) {
            return Optional.<Saga>empty();
          }
          if (ending instanceof Ending.Done(_, long captured, long refunded) && captured >= 0) {
            money(handle, saga.orderId(), captured, refunded);
          }
          if (ending instanceof Ending.ToReview(List<String> reasons)) {
            PostgresReviews.want(handle, saga.orderId(), reasons);
          }
          if (moved.isEnded() && moved.saga().isUndoing()) {
            endUndone(handle, moved.saga());
          } else if (move instanceof Move.Refuse(Failure refusal)) {
            settleCancellation(handle, saga, refusal);
          } else if (moved.saga().isDecided() && !saga.isDecided()) {
            decide(handle, moved.saga(), order);
          }
          if (moved.isEnded()) {
            return Optional.<Saga>empty();
          }
          beginStep(handle, moved.saga());
          return Optional.of(moved.saga());
        });
  }

  /** Lets a saga go, to be taken again after a pause. */
  void letGo(Saga saga, Duration pause) {
    var _ =
        database.write(
            handle ->
                bound(handle.createUpdate(LET_GO), saga)
                    .bind("pause", pause.toMillis() + " milliseconds")
                    .execute());
  }

  private boolean advance(Handle handle, Saga saga, Ending ending, Move move, Moved moved) {
    Saga next = moved.saga();
    byte[] refusal =
        move instanceof Move.Back(_, Failure told)
            ? Answer.message(told, database.schema()).toByteArray()
            : null;
    int taken =
        bound(handle.createUpdate(ADVANCE), saga)
            .bind("step", next.step().name())
            .bind("undoneFrom", next.undoneFrom().map(Step::name).orElse(null))
            .bind("decided", next.isDecided())
            .bind("ended", moved.isEnded())
            .bind("reason", next.reason())
            .bind("refusal", refusal)
            .bind("refusals", next.refusals())
            .bind("tries", next.tries())
            .bind("goodsLeft", next.goodsLeft())
            .execute();
    if (taken == 0) {
      return false;
    }
    bound(handle.createUpdate(END_STEP), saga)
        .bind(
            "ending",
            switch (ending) {
              case Ending.Done _, Ending.ToReview _ -> "DONE";
              case Ending.Refused _, Ending.NotYet _ -> "REFUSED";
              case Ending.Unknown _ -> "UNKNOWN";
            })
        .execute();
    return true;
  }

  /** Nothing that follows changes it: the order says so, and whoever waits is told. */
  private void decide(Handle handle, Saga saga, Order before) {
    switch (saga.kind()) {
      case PLACE -> {
        money(handle, saga.orderId(), before.totals().totalMinor(), 0);
        status(handle, saga.orderId(), OrderStatus.ORDER_STATUS_CONFIRMED, "");
        Order order = PostgresOrderStore.get(handle, saga.orderId());
        mails.add(handle, order);
        writes.settle(
            handle, saga.id(), OrdersServiceGrpc.getPlaceOrderMethod(), OrderViews.placed(order));
      }
      case CANCEL -> {
        status(handle, saga.orderId(), OrderStatus.ORDER_STATUS_CANCELLED, saga.reason());
        settleCancellation(handle, saga);
      }
      case RETURN -> {
        Order order = PostgresOrderStore.get(handle, saga.orderId());
        writes.settle(
            handle,
            saga.id(),
            OrdersServiceGrpc.getReturnPiecesMethod(),
            OrderViews.returned(order));
        writes.settle(
            handle,
            saga.id(),
            OrdersServiceGrpc.getRefundAnyOrderMethod(),
            OrderViews.refunded(order));
      }
    }
    announce(handle, before);
  }

  /** Everything was undone: refused, or cancelled while it was placed. */
  private void endUndone(Handle handle, Saga saga) {
    boolean cancelled = Reasons.isCancellation(saga.reason());
    status(
        handle,
        saga.orderId(),
        cancelled ? OrderStatus.ORDER_STATUS_CANCELLED : OrderStatus.ORDER_STATUS_REFUSED,
        saga.reason());
    Order order = PostgresOrderStore.get(handle, saga.orderId());
    if (cancelled) {
      writes.settle(
          handle, saga.id(), OrdersServiceGrpc.getPlaceOrderMethod(), OrderViews.placed(order));
      settleCancellation(handle, saga);
    } else {
      writes.settle(
          handle, saga.id(), OrdersServiceGrpc.getPlaceOrderMethod(), refusal(handle, saga));
      settleCancellation(handle, saga, Reasons.orderEnded());
    }
    announce(handle, order);
  }

  private void settleCancellation(Handle handle, Saga saga) {
    Order order = PostgresOrderStore.get(handle, saga.orderId());
    writes.settle(
        handle, saga.id(), OrdersServiceGrpc.getCancelOrderMethod(), OrderViews.cancelled(order));
    writes.settle(
        handle,
        saga.id(),
        OrdersServiceGrpc.getCancelAnyOrderMethod(),
        OrderViews.cancelledAny(order));
  }

  private void settleCancellation(Handle handle, Saga saga, Failure refusal) {
    writes.settle(handle, saga.id(), OrdersServiceGrpc.getCancelOrderMethod(), refusal);
    writes.settle(handle, saga.id(), OrdersServiceGrpc.getCancelAnyOrderMethod(), refusal);
  }

  private static Failure refusal(Handle handle, Saga saga) {
    byte[] told =
        handle
            .createQuery(REFUSAL)
            .bind("id", saga.id())
            .map((row, _) -> requireNonNull(row.getBytes("refusal")))
            .one();
    try {
      return Failure.of(com.google.rpc.Status.parseFrom(told));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A stored refusal cannot be read", e);
    }
  }

  private static void money(Handle handle, String orderId, long captured, long refunded) {
    handle
        .createUpdate(MONEY)
        .bind("order", orderId)
        .bind("captured", captured)
        .bind("refunded", refunded)
        .execute();
  }

  private static void status(Handle handle, String orderId, OrderStatus status, String reason) {
    handle
        .createUpdate(STATUS)
        .bind("order", orderId)
        .bind("status", PostgresOrderStore.name(status))
        .bind("reason", reason)
        .execute();
    PostgresOrderStore.addStatus(handle, orderId, status);
  }

  /** The last thing that a transaction does. */
  private void announce(Handle handle, Order order) {
    outbox.append(handle, List.of(OrderViews.watched(order.owner(), order.id())));
  }

  private static void beginStep(Handle handle, Saga saga) {
    bound(handle.createUpdate(BEGIN_STEP), saga)
        .bind("step", saga.step().name())
        .bind("undoing", saga.isUndoing())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Saga saga) {
    return statement.bind("id", saga.id()).bind("fence", saga.fence());
  }

  private static Saga saga(ResultSet row) throws SQLException {
    String token = row.getString("card_token");
    return new Saga(
        row.getString("saga_id"),
        row.getString("order_id"),
        Kind.valueOf(row.getString("kind")),
        Step.valueOf(row.getString("step")),
        Optional.ofNullable(row.getString("undone_from")).map(Step::valueOf),
        row.getBoolean("decided"),
        row.getString("reason"),
        row.getInt("refusals"),
        row.getInt("tries"),
        row.getBoolean("forced"),
        row.getBoolean("goods_left"),
        token == null ? "" : token,
        row.getLong("fence"),
        new Origin(
            row.getString("trace_id"), row.getString("span_id"), row.getString("correlation_id")));
  }
}
