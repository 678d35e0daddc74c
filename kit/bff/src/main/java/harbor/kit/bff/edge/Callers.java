package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;

/** Knows who asks; asked on routes that want to know. */
public interface Callers {
  /** Every visitor is one whom nobody knows. */
  Callers NOBODY = _ -> Caller.ANONYMOUS;

  /**
   * On whose behalf the request is made.
   *
   * @throws harbor.kit.bff.answer.BadRequest when it says so in a malformed way
   */
  Caller of(ServiceRequestContext ctx);

  /**
   * Makes somebody of a visitor whom nobody knows, who is about to change something; the answer
   * tells them how they are known from now on.
   */
  default Caller newcomer(ServiceRequestContext ctx) {
    return Caller.ANONYMOUS;
  }
}
