package harbor.orders;

import harbor.kit.service.call.Failure;
import java.time.Duration;

/** What becomes of a saga after a step. */
sealed interface Move {
  /** The next step, forward or back. */
  record On(Step next, boolean decides) implements Move {}

  /** There is none: it ends. */
  record End(boolean decides) implements Move {}

  /** The same step again, later. */
  record Again(Duration pause, boolean newKey) implements Move {}

  /**
   * It goes back from where it is.
   *
   * @param reason of the order's end
   * @param refusal what the client is told
   */
  record Back(String reason, Failure refusal) implements Move {}

  /** It ends with a no, and the order stays as it is. */
  record Refuse(Failure refusal) implements Move {}
}
