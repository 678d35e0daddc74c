package harbor.orders;

import java.util.List;
import java.util.Optional;

/**
 * A saga after a move.
 *
 * @param saga at the step that is under way then
 * @param isEnded nothing more is done
 */
record Moved(Saga saga, boolean isEnded) {
  /** A saga whose step ended. */
  static Moved of(Saga saga, Order order, Ending ending, Move move) {
    boolean goodsLeft =
        saga.goodsLeft() || (ending instanceof Ending.Done(boolean left, _, _) && left);
    return switch (move) {
      case Move.On(Step next, boolean decides) ->
          new Moved(at(saga, next, saga.undoneFrom(), decides, saga.reason(), goodsLeft), false);
      case Move.End(boolean decides) ->
          new Moved(
              at(saga, saga.step(), saga.undoneFrom(), decides, saga.reason(), goodsLeft), true);
      case Move.Again(_, boolean newKey) ->
          new Moved(saga.again(saga.refusals() + (newKey ? 1 : 0), saga.tries() + 1), false);
      case Move.Back(String reason, _) -> back(saga, order, reason);
      case Move.Refuse _ -> new Moved(saga, true);
    };
  }

  /** A saga that goes back from where it is; it has ended when there is nothing to undo. */
  static Moved back(Saga saga, Order order, String reason) {
    List<Step> undo = SagaPlan.undoing(saga.step(), order);
    Step first = undo.isEmpty() ? saga.step() : undo.getFirst();
    return new Moved(
        at(saga, first, Optional.of(saga.step()), false, reason, saga.goodsLeft()), undo.isEmpty());
  }

  private static Saga at(
      Saga saga,
      Step step,
      Optional<Step> undoneFrom,
      boolean decides,
      String reason,
      boolean goodsLeft) {
    return new Saga(
        saga.id(),
        saga.orderId(),
        saga.kind(),
        step,
        undoneFrom,
        saga.isDecided() || decides,
        reason,
        0,
        0,
        saga.isForced(),
        goodsLeft,
        saga.cardToken(),
        saga.fence(),
        saga.origin());
  }
}
