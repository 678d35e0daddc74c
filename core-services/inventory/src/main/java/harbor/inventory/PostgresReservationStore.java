package harbor.inventory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.toSet;

import harbor.inventory.reservation.Allocation;
import harbor.inventory.reservation.Movement;
import harbor.inventory.reservation.Outcome;
import harbor.inventory.reservation.Pieces;
import harbor.inventory.reservation.Reservation;
import harbor.inventory.reservation.Reservation.State;
import harbor.inventory.reservation.Shelf;
import harbor.inventory.reservation.Wanted;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Reservations in PostgreSQL; each method is one transaction, and all of it happens or nothing.
 *
 * <p>An order's reservation is locked first, then the products, in the order of their ids, and the
 * outbox last: nobody waits in a circle. Thread-safe.
 */
final class PostgresReservationStore {
  private static final int MAX_EXPIRED_AT_ONCE = 50;

  private final Database database;
  private final Outbox outbox;

  PostgresReservationStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /** Keeps pieces for an order. */
  Outcome reserve(String orderId, Collection<Wanted> wanted) {
    return write(change -> change.reserve(orderId, wanted));
  }

  /** Keeps an order's pieces longer; takes those anew whose time was over. */
  Outcome renew(String orderId) {
    return write(change -> change.renew(orderId));
  }

  /** Sells an order's pieces; takes those anew whose time was over. */
  Outcome commit(String orderId) {
    return write(change -> change.commit(orderId));
  }

  /** Gives an order's pieces back, or marks that it wants none. */
  Outcome release(String orderId) {
    return write(change -> change.release(orderId));
  }

  /**
   * Takes sold pieces in again, once for a key.
   *
   * @param damaged whether they only count as returned
   */
  Outcome restock(String orderId, String key, Collection<Wanted> back, boolean damaged) {
    return write(change -> change.restock(orderId, key, back, damaged));
  }

  /** Gives back all that is kept too long, some orders a transaction. */
  void expire() {
    int expired;
    do {
      expired = write(Change::expire);
    } while (expired == MAX_EXPIRED_AT_ONCE);
  }

  private <T> T write(Function<Change, T> work) {
    return database.write(
        handle -> {
          Change change = new Change(handle, outbox);
          T outcome = work.apply(change);
          change.stock.announce();
          return outcome;
        });
  }

  /** What happens within a transaction. */
  private static final class Change {
    private final PostgresReservationRows rows;
    private final PostgresStockMovements stock;

    Change(Handle handle, Outbox outbox) {
      rows = new PostgresReservationRows(handle);
      stock = new PostgresStockMovements(handle, outbox);
    }

    Outcome reserve(String orderId, Collection<Wanted> wanted) {
      // Looks before it waits: the crowd at something sold out must not hold up its seller. The
      // order's own reservation, which may be what took the last pieces, is looked for afterwards.
      if (Allocation.of(wanted, stock.look(products(wanted))) instanceof Allocation.TooFew(var few)
          && !rows.isThere(orderId)) {
        return new Outcome.OutOfStock(few);
      }
      if (rows.add(orderId, State.HELD)) {
        Outcome outcome = take(orderId, 1, wanted, lock(wanted));
        if (!(outcome instanceof Outcome.Done)) {
          rows.remove(orderId);
        }
        return outcome;
      }
      Reservation before = rows.lock(orderId).orElseThrow();
      return switch (before.state()) {
        case UNDONE, RELEASED -> new Outcome.Undone();
        case HELD, COMMITTED ->
            before.isFor(wanted) ? new Outcome.Done(before) : new Outcome.OfOtherPieces();
        case EXPIRED -> before.isFor(wanted) ? takeAnew(before) : new Outcome.OfOtherPieces();
      };
    }

    Outcome renew(String orderId) {
      Optional<Reservation> found = rows.lock(orderId);
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      Reservation before = found.get();
      return switch (before.state()) {
        case HELD -> {
          rows.renew(orderId);
          yield now(orderId);
        }
        case EXPIRED -> takeAnew(before);
        case COMMITTED, RELEASED, UNDONE -> new Outcome.Ended();
      };
    }

    Outcome commit(String orderId) {
      Optional<Reservation> found = rows.lock(orderId);
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      Reservation before = found.get();
      return switch (before.state()) {
        case HELD -> sellHeld(before);
        case EXPIRED -> {
          Outcome outcome = takeAnew(before);
          yield outcome instanceof Outcome.Done(Reservation taken) ? sell(taken) : outcome;
        }
        case COMMITTED -> new Outcome.Done(before);
        case RELEASED, UNDONE -> new Outcome.Ended();
      };
    }

    Outcome release(String orderId) {
      if (rows.add(orderId, State.UNDONE)) {
        return new Outcome.Undone();
      }
      Reservation before = rows.lock(orderId).orElseThrow();
      return switch (before.state()) {
        case HELD -> release(before, Movement.release(before));
        case COMMITTED -> release(before, Movement.releaseSold(before));
        case EXPIRED -> release(before, List.of());
        case RELEASED -> new Outcome.Done(before);
        case UNDONE -> new Outcome.Undone();
      };
    }

    Outcome restock(String orderId, String key, Collection<Wanted> back, boolean damaged) {
      Optional<Reservation> found =
          rows.lock(orderId).filter(before -> before.state() != State.UNDONE);
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      Reservation before = found.get();
      if (stock.hasStep(orderId, Movement.returnStep(key))) {
        return new Outcome.Done(before);
      }
      Optional<List<Pieces>> returned = before.returned(back);
      if (before.state() != State.COMMITTED || returned.isEmpty()) {
        return new Outcome.TooManyReturned();
      }
      rows.returned(orderId, returned.get());
      lock(back);
      stock.move(Movement.restock(orderId, key, returned.get(), damaged));
      return now(orderId);
    }

    int expire() {
      List<Reservation> due = rows.lockDue(MAX_EXPIRED_AT_ONCE);
      if (!due.isEmpty()) {
        lock(due.stream().flatMap(held -> held.wanted().stream()).toList());
        rows.end(due.stream().map(Reservation::orderId).toList(), State.EXPIRED);
        stock.move(due.stream().flatMap(held -> Movement.expire(held).stream()).toList());
      }
      return due.size();
    }

    /** A stocktake may have found less than is kept: then the pieces come from elsewhere. */
    private Outcome sellHeld(Reservation held) {
      Map<String, Shelf> shelves = lock(held.wanted());
      if (held.pieces().stream().allMatch(kept -> isThere(kept, shelves))) {
        return sell(held);
      }
      Map<String, Map<String, Integer>> kept =
          held.pieces().stream()
              .collect(
                  groupingBy(
                      Pieces::productId,
                      groupingBy(Pieces::placeId, summingInt(Pieces::quantity))));
      shelves.replaceAll((product, shelf) -> shelf.without(kept.getOrDefault(product, Map.of())));
      return switch (Allocation.of(held.wanted(), shelves)) {
        case Allocation.TooFew(var missing) -> new Outcome.OutOfStock(missing);
        case Allocation.Taken(var pieces) -> {
          stock.move(Movement.giveBack(held));
          keep(held.orderId(), held.takings() + 1, pieces);
          yield sell(rows.get(held.orderId()));
        }
      };
    }

    private static boolean isThere(Pieces kept, Map<String, Shelf> shelves) {
      Shelf shelf = shelves.get(kept.productId());
      return shelf != null
          && (kept.counted() ? shelf.onHand(kept.placeId()) >= kept.quantity() : !shelf.counted());
    }

    private Outcome sell(Reservation held) {
      rows.end(List.of(held.orderId()), State.COMMITTED);
      stock.move(Movement.commit(held.orderId(), held.pieces()));
      return now(held.orderId());
    }

    private Outcome release(Reservation before, List<Movement> movements) {
      rows.end(List.of(before.orderId()), State.RELEASED);
      if (!movements.isEmpty()) {
        lock(before.wanted());
        stock.move(movements);
      }
      return now(before.orderId());
    }

    private Outcome takeAnew(Reservation expired) {
      Collection<Wanted> wanted = expired.wanted();
      return take(expired.orderId(), expired.takings() + 1, wanted, lock(wanted));
    }

    private Outcome take(
        String orderId, int taking, Collection<Wanted> wanted, Map<String, Shelf> shelves) {
      return switch (Allocation.of(wanted, shelves)) {
        case Allocation.TooFew(var missing) -> new Outcome.OutOfStock(missing);
        case Allocation.Taken(var pieces) -> {
          keep(orderId, taking, pieces);
          yield now(orderId);
        }
      };
    }

    private void keep(String orderId, int taking, List<Pieces> pieces) {
      rows.keep(orderId, pieces);
      stock.move(Movement.reserve(orderId, taking, pieces));
    }

    private Map<String, Shelf> lock(Collection<Wanted> wanted) {
      return stock.lock(products(wanted));
    }

    private static Set<String> products(Collection<Wanted> wanted) {
      return wanted.stream().map(Wanted::productId).collect(toSet());
    }

    private Outcome now(String orderId) {
      return new Outcome.Done(rows.get(orderId));
    }
  }
}
