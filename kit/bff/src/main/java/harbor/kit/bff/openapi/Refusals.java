package harbor.kit.bff.openapi;

import harbor.kit.bff.plan.Miss;
import java.util.List;

/** With what a core service may refuse a call. */
@FunctionalInterface
public interface Refusals {
  /**
   * All that its contract names.
   *
   * @param method full name of the rpc
   */
  List<Miss> of(String method);
}
