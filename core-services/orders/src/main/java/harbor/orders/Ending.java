package harbor.orders;

import harbor.kit.service.call.Failure;
import java.util.List;

/** How a step ended. What was done before is answered as done. */
sealed interface Ending {
  /** Done, now or before, and nothing more to tell. */
  Done DONE = new Done(false, -1, -1);

  /**
   * Done, now or before.
   *
   * @param goodsLeft the goods are gone and do not come back by this saga
   * @param capturedMinor what was taken for the order by now; negative: not asked
   * @param refundedMinor what was given back of it; negative: not asked
   */
  record Done(boolean goodsLeft, long capturedMinor, long refundedMinor) implements Ending {}

  /**
   * Done, and people are to look at the order.
   *
   * @param reasons names of the rules that want it
   */
  record ToReview(List<String> reasons) implements Ending {
    public ToReview {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Refused for good.
   *
   * @param reason of the order's end
   * @param refusal what the client is told
   */
  record Refused(String reason, Failure refusal) implements Ending {}

  /** Refused, and a new try under a new key may do better; what the refusal would be for good. */
  record NotYet(Refused forGood) implements Ending {}

  /** Nobody knows: the same key asks again. */
  record Unknown(String text) implements Ending {}
}
