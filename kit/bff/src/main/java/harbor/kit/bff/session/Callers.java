package harbor.kit.bff.session;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows who asks; asked on routes that want to know. Thread-safe. */
public interface Callers {
  /** Every visitor is one whom nobody knows. */
  Callers NOBODY =
      new Callers() {
        private final CompletionStage<Identified> nobody =
            CompletableFuture.completedFuture(Identified.NOBODY);

        @Override
        public CompletionStage<Identified> of(ServiceRequestContext ctx) {
          return nobody;
        }
      };

  /**
   * On whose behalf the request is made, which counts as something that they do.
   *
   * @return fails with a {@link harbor.kit.bff.answer.BadRequest} when the request says it in a
   *     malformed way, and with a {@link CallerRefusal} when it says it wrongly or nobody can know
   *     it now
   */
  CompletionStage<Identified> of(ServiceRequestContext ctx);

  /** The same of a request that a page makes by itself: no sign that somebody is there. */
  default CompletionStage<Identified> unattended(ServiceRequestContext ctx) {
    return of(ctx);
  }

  /** The header in which guests say who they are; empty where they do not. */
  default String guestHeader() {
    return "";
  }

  /** The cookie that says it; empty where none does. */
  default String guestCookie() {
    return "";
  }

  /**
   * Makes somebody of a visitor whom nobody knows, who is about to change something; the answer
   * tells them how they are known from now on.
   */
  default Caller newcomer(ServiceRequestContext ctx) {
    return Caller.ANONYMOUS;
  }
}
