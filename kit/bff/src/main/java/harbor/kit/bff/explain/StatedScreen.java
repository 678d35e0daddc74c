package harbor.kit.bff.explain;

import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.Plan;
import java.time.Duration;
import java.util.List;

/**
 * A screen as its BFF's list of routes states it.
 *
 * @param method of HTTP
 * @param path its path pattern
 * @param total the time of a whole request
 * @param cacheControl of a whole page
 * @param priority how much it matters when there is more to do than the BFF can
 * @param plans in the order in which they are run
 */
public record StatedScreen(
    String method,
    String path,
    Duration total,
    String cacheControl,
    Priority priority,
    List<Plan<?>> plans) {
  /** Copies the list. */
  public StatedScreen {
    plans = List.copyOf(plans);
  }
}
