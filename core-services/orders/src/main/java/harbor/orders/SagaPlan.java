package harbor.orders;

import static harbor.orders.Step.ASSESS_RISK;
import static harbor.orders.Step.AUTHORIZE;
import static harbor.orders.Step.BOOK_POINTS;
import static harbor.orders.Step.CANCEL_SHIPMENT;
import static harbor.orders.Step.CAPTURE;
import static harbor.orders.Step.CLEAR_CART;
import static harbor.orders.Step.COMMIT_STOCK;
import static harbor.orders.Step.CONFIRM_OFFER;
import static harbor.orders.Step.GIVE_COUPON_BACK;
import static harbor.orders.Step.PLAN_SHIPMENT;
import static harbor.orders.Step.REFUND;
import static harbor.orders.Step.RELEASE_SHIPMENT;
import static harbor.orders.Step.RELEASE_STOCK;
import static harbor.orders.Step.RESERVE_STOCK;
import static harbor.orders.Step.RESTOCK;
import static harbor.orders.Step.TAKE_COUPON;
import static harbor.orders.Step.UNDO_PAYMENT;

import harbor.orders.Saga.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What follows what. Each saga has steps that decide how it ends and steps after the decision,
 * which are done whatever happens: goods leave, the cart is cleared and points are booked only once
 * the money is there. Going back undoes every step that was begun, the last one first, also the one
 * that was under way: an undo of what never arrived leaves a mark that stops it.
 */
final class SagaPlan {
  /** A refusal that a new key may mend is taken for good after so many. */
  static final int MAX_REFUSALS = 3;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 6;

  private static final List<Step> PLACING =
      List.of(
          CONFIRM_OFFER,
          ASSESS_RISK,
          RESERVE_STOCK,
          TAKE_COUPON,
          AUTHORIZE,
          COMMIT_STOCK,
          PLAN_SHIPMENT,
          CAPTURE);
  private static final List<Step> CANCELLING =
      List.of(CANCEL_SHIPMENT, UNDO_PAYMENT, RELEASE_STOCK, GIVE_COUPON_BACK);
  private static final List<Step> RETURNING = List.of(REFUND, RESTOCK);

  private SagaPlan() {}

  /** All steps of a kind, forward, then back: for whoever enumerates them. */
  static List<Step> all(Kind kind) {
    return Stream.of(
            deciding(kind), after(kind), kind == Kind.PLACE ? undoing(PLACING) : List.<Step>of())
        .flatMap(List::stream)
        .toList();
  }

  /** The first step of an order's saga. */
  static Step first(Kind kind, Order order) {
    return needed(deciding(kind), order).getFirst();
  }

  /** The steps that undo an order's saga from a step on; empty: there is nothing to undo. */
  static List<Step> undoing(Step from, Order order) {
    return needed(undoing(PLACING.subList(0, PLACING.indexOf(from) + 1)), order);
  }

  /** What becomes of a saga whose step ended so. */
  static Move after(Saga saga, Order order, Ending ending) {
    return switch (ending) {
      case Ending.Done _, Ending.ToReview _ ->
          saga.isUndoing() ? back(saga, order) : forward(saga, order);
      case Ending.Unknown _ -> new Move.Again(pause(saga.tries()), false);
      case Ending.NotYet(Ending.Refused forGood) ->
          saga.refusals() + 1 < MAX_REFUSALS || !saga.isPlacing()
              ? new Move.Again(pause(saga.refusals()), true)
              : new Move.Back(forGood.reason(), forGood.refusal());
      case Ending.Refused(String reason, var refusal) -> {
        if (saga.isPlacing()) {
          yield new Move.Back(reason, refusal);
        }
        yield saga.kind() == Kind.CANCEL && saga.step() == CANCEL_SHIPMENT
            ? new Move.Refuse(refusal)
            : new Move.Again(pause(saga.tries()), false);
      }
    };
  }

  private static Move forward(Saga saga, Order order) {
    List<Step> deciding = needed(deciding(saga.kind()), order);
    List<Step> all = new ArrayList<>(deciding);
    all.addAll(needed(after(saga.kind()), order));
    boolean decides = deciding.getLast() == saga.step();
    int next = all.indexOf(saga.step()) + 1;
    return next < all.size() ? new Move.On(all.get(next), decides) : new Move.End(decides);
  }

  private static Move back(Saga saga, Order order) {
    List<Step> all = undoing(saga.undoneFrom().orElseThrow(), order);
    int next = all.indexOf(saga.step()) + 1;
    return next < all.size() ? new Move.On(all.get(next), false) : new Move.End(true);
  }

  private static List<Step> deciding(Kind kind) {
    return switch (kind) {
      case PLACE -> PLACING;
      case CANCEL -> CANCELLING;
      case RETURN -> RETURNING;
    };
  }

  private static List<Step> after(Kind kind) {
    return kind == Kind.PLACE
        ? List.of(RELEASE_SHIPMENT, CLEAR_CART, BOOK_POINTS)
        : List.of(BOOK_POINTS);
  }

  /** In reverse, each once: at the latest step that it undoes. */
  private static List<Step> undoing(List<Step> begun) {
    Set<Step> undo = new LinkedHashSet<>();
    for (Step step : begun.reversed()) {
      switch (step) {
        case CAPTURE, AUTHORIZE -> undo.add(UNDO_PAYMENT);
        case PLAN_SHIPMENT -> undo.add(CANCEL_SHIPMENT);
        case COMMIT_STOCK, RESERVE_STOCK -> undo.add(RELEASE_STOCK);
        case TAKE_COUPON -> undo.add(GIVE_COUPON_BACK);
        default -> {}
      }
    }
    return List.copyOf(undo);
  }

  private static List<Step> needed(List<Step> steps, Order order) {
    return steps.stream().filter(step -> isNeeded(step, order)).toList();
  }

  private static boolean isNeeded(Step step, Order order) {
    return switch (step) {
      case ASSESS_RISK, AUTHORIZE, CAPTURE, UNDO_PAYMENT, REFUND -> !order.isFree();
      case TAKE_COUPON, GIVE_COUPON_BACK -> order.hasPromotions();
      case BOOK_POINTS -> order.isUsers() && order.points() > 0;
      default -> true;
    };
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, MAX_DOUBLINGS));
    return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
  }
}
