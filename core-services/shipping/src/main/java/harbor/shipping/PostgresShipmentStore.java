package harbor.shipping;

import harbor.kit.service.call.CallScope;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.person.ErasedPeople;
import harbor.shipping.shipment.Outcome;
import harbor.shipping.shipment.Plan;
import harbor.shipping.shipment.Shipment;
import harbor.shipping.shipment.Shipment.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Shipments in PostgreSQL; each change is one transaction.
 *
 * <p>A step of an order is locked first, by the row that its first change makes, whichever that is:
 * a plan and its cancellation that come at the same time, in any order, end the same way. What
 * changed is announced last. Thread-safe.
 */
final class PostgresShipmentStore {
  private final Database database;
  private final Outbox outbox;

  PostgresShipmentStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /** Plans one, unless its step was undone. */
  Outcome plan(Plan plan) {
    return write(change -> change.plan(plan));
  }

  /** Lets one leave. */
  Outcome release(String orderId, String stepKey) {
    return write(change -> change.release(orderId, stepKey));
  }

  /** Takes one back, or marks that its plan is not to be. */
  Outcome cancel(String orderId, String stepKey) {
    return write(change -> change.cancel(orderId, stepKey));
  }

  /**
   * Says that the carrier has one, or that it arrived.
   *
   * @param to HANDED_OVER or DELIVERED
   * @param trackingNumber empty keeps what is there
   */
  Outcome advance(String id, State to, String trackingNumber) {
    return write(change -> change.advance(id, to, trackingNumber));
  }

  /** Those of an order, in the order of planning. */
  List<Shipment> ofOrder(String orderId) {
    return database.read(handle -> new PostgresShipmentRows(handle).ofOrder(orderId));
  }

  private Outcome write(Function<Change, Outcome> work) {
    return database.write(handle -> work.apply(new Change(handle, outbox)));
  }

  /** What happens within a transaction. */
  private record Change(Handle handle, PostgresShipmentRows rows, Outbox outbox) {
    Change(Handle handle, Outbox outbox) {
      this(handle, new PostgresShipmentRows(handle), outbox);
    }

    Outcome plan(Plan plan) {
      ErasedPeople.refuse(handle, CallScope.caller());
      if (!rows.addStep(plan.orderId(), plan.stepKey())) {
        return rows.lock(plan.orderId(), plan.stepKey())
            .filter(before -> before.state() != State.CANCELLED)
            .<Outcome>map(
                before ->
                    before.plan().equals(plan)
                        ? new Outcome.Done(before)
                        : new Outcome.OfOtherContent())
            .orElseGet(Outcome.Undone::new);
      }
      String country = plan.address().destination().country();
      if (!PostgresMethodStore.isOffered(handle, country, plan.method(), plan.currency())) {
        rows.removeStep(plan.orderId(), plan.stepKey());
        return new Outcome.NotOffered();
      }
      return changed(rows.add(plan));
    }

    Outcome release(String orderId, String stepKey) {
      Optional<Shipment> found = rows.lock(orderId, stepKey);
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      Shipment before = found.get();
      return switch (before.state()) {
        case PLANNED -> changed(rows.move(before.id(), State.RELEASED, ""));
        case RELEASED, HANDED_OVER, DELIVERED -> new Outcome.Done(before);
        case CANCELLED -> new Outcome.Cancelled();
      };
    }

    Outcome cancel(String orderId, String stepKey) {
      if (rows.addStep(orderId, stepKey)) {
        return new Outcome.Undone();
      }
      return rows.lock(orderId, stepKey)
          .map(
              before ->
                  switch (before.state()) {
                    case PLANNED, RELEASED -> changed(rows.move(before.id(), State.CANCELLED, ""));
                    case CANCELLED -> new Outcome.Done(before);
                    case HANDED_OVER, DELIVERED -> new Outcome.Left();
                  })
          .orElseGet(Outcome.Undone::new);
    }

    Outcome advance(String id, State to, String trackingNumber) {
      Optional<Shipment> found = rows.find(id).flatMap(known -> rows.lock(known.plan()));
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      Shipment before = found.get();
      return switch (before.state()) {
        case PLANNED, CANCELLED -> new Outcome.NotReleased();
        case RELEASED, HANDED_OVER, DELIVERED -> {
          State after = before.state().compareTo(to) > 0 ? before.state() : to;
          boolean same =
              after == before.state()
                  && (trackingNumber.isEmpty() || trackingNumber.equals(before.trackingNumber()));
          yield same
              ? new Outcome.Done(before)
              : changed(rows.move(before.id(), after, trackingNumber));
        }
      };
    }

    private Outcome changed(Shipment shipment) {
      outbox.append(handle, List.of(shipment.plan().orderId()));
      return new Outcome.Done(shipment);
    }
  }
}
