package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.plan.Caller;

/** Knows who asks; asked for {@link PersonalScreen}s only. */
@FunctionalInterface
interface Callers {
  /** Every visitor is one whom nobody knows. */
  Callers NOBODY = _ -> Caller.ANONYMOUS;

  /** On whose behalf the request is made. */
  Caller of(ServiceRequestContext ctx);
}
