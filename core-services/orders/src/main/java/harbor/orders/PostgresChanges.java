package harbor.orders;

import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.call.Failure;
import harbor.orders.PostgresSagaCalls.Begun;
import harbor.orders.Saga.Kind;
import harbor.orders.Saga.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What calls begin, each in the transaction of its key. Thread-safe. */
final class PostgresChanges {
  private final PostgresSagaStore sagas;

  PostgresChanges(PostgresSagaStore sagas) {
    this.sagas = sagas;
  }

  /**
   * Who wants something of which order.
   *
   * @param owner whose order it must be; empty: anybody's
   * @param by who wants it, as audits have it
   */
  record Wish(String orderId, String owner, String by, Origin origin) {}

  /**
   * Places a new order.
   *
   * @throws Failure CART_ORDERED, decided, as {@code ordered} makes it of the order that has the
   *     cart
   */
  <A> Begun<A> place(
      Handle handle,
      Order order,
      String cardToken,
      Origin origin,
      Function<String, Failure> ordered) {
    Optional<String> before = PostgresOrderStore.insert(handle, order);
    if (before.isPresent()) {
      throw ordered.apply(before.get());
    }
    return Begun.of(
        sagas.begin(
            handle, order.id(), order, Kind.PLACE, "", false, cardToken, order.owner(), origin));
  }

  /**
   * Cancels an order: one that is being placed goes back from where it is, a confirmed one gets a
   * saga of its own.
   *
   * @param reason of the order's end
   * @param forced also when it has left
   * @param response answers with an order
   */
  <A> Begun<A> cancel(
      Handle handle, Wish wish, String reason, boolean forced, Function<Order, A> response) {
    Order order = locked(handle, wish);
    return switch (order.status()) {
      case ORDER_STATUS_CANCELLED -> Begun.answered(response.apply(order));
      case ORDER_STATUS_PLACED -> cancelPlacing(handle, wish, order, reason, response);
      case ORDER_STATUS_CONFIRMED -> cancelConfirmed(handle, wish, order, reason, forced);
      case ORDER_STATUS_SHIPPED, ORDER_STATUS_DELIVERED -> {
        if (order.isHistory()) {
          throw Reasons.orderEnded();
        }
        if (!forced) {
          throw Reasons.orderLeft();
        }
        yield cancelConfirmed(handle, wish, order, reason, true);
      }
      case ORDER_STATUS_REFUSED, ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw Reasons.orderEnded();
    };
  }

  private <A> Begun<A> cancelPlacing(
      Handle handle, Wish wish, Order order, String reason, Function<Order, A> response) {
    Saga placing = PostgresSagaStore.undecided(handle, order.id()).getFirst();
    if (placing.isUndoing()) {
      return Begun.waitingFor(placing.id());
    }
    Optional<Saga> undoing = sagas.turnBack(handle, placing, order, reason, wish.by());
    return undoing.isPresent()
        ? Begun.of(undoing.get())
        : Begun.answered(response.apply(PostgresOrderStore.get(handle, order.id())));
  }

  private <A> Begun<A> cancelConfirmed(
      Handle handle, Wish wish, Order order, String reason, boolean forced) {
    List<Saga> others = PostgresSagaStore.undecided(handle, order.id());
    Optional<Saga> cancelling =
        others.stream().filter(saga -> saga.kind() == Kind.CANCEL).findFirst();
    if (cancelling.isPresent()) {
      return Begun.waitingFor(cancelling.get().id());
    }
    return begun(
        others,
        sagas.begin(
            handle,
            OpaqueId.random(),
            order,
            Kind.CANCEL,
            reason,
            forced,
            "",
            wish.by(),
            wish.origin()));
  }

  /**
   * Gives pieces, or shipping, back: what they cost is read off their stored shares.
   *
   * @param restock whether the pieces go back to stock
   */
  <A> Begun<A> giveBack(
      Handle handle,
      Wish wish,
      List<Order.ReturnLine> lines,
      boolean withShipping,
      boolean restock) {
    Order order = locked(handle, wish);
    List<Saga> others = PostgresSagaStore.undecided(handle, order.id());
    if (!order.isPaid()
        || order.isHistory()
        || others.stream().anyMatch(saga -> saga.kind() == Kind.CANCEL)) {
      throw Reasons.notPaid();
    }
    Order.Return returned = GivenBack.of(order, lines, withShipping, restock);
    PostgresOrderStore.add(handle, order.id(), returned, wish.by());
    return begun(
        others,
        sagas.begin(
            handle,
            returned.id(),
            PostgresOrderStore.get(handle, order.id()),
            Kind.RETURN,
            "",
            false,
            "",
            wish.by(),
            wish.origin()));
  }

  /** One that has to wait for others is not gone on with now. */
  private static <A> Begun<A> begun(List<Saga> others, Saga saga) {
    return others.isEmpty() ? Begun.of(saga) : Begun.waitingFor(saga.id());
  }

  private static Order locked(Handle handle, Wish wish) {
    PostgresSagaStore.lock(handle, wish.orderId());
    return PostgresOrderStore.findAny(handle, wish.orderId())
        .filter(order -> wish.owner().isEmpty() || wish.owner().equals(order.owner()))
        .orElseThrow(Reasons::unknownOrder);
  }
}
