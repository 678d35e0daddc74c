package harbor.kit.bff.explain;

import harbor.kit.bff.plan.Plan;
import java.time.Duration;
import java.util.List;

/**
 * A screen as its BFF's list of routes states it.
 *
 * @param path its path pattern
 * @param total the time of a whole request
 * @param cacheControl of a whole page
 * @param notFoundCode stable code when there is no such thing
 * @param unavailableCode stable code when a critical call failed
 * @param plans in the order in which they are run
 */
public record StatedScreen(
    String path,
    Duration total,
    String cacheControl,
    String notFoundCode,
    String unavailableCode,
    List<Plan<?>> plans) {
  /** Copies the list. */
  public StatedScreen {
    plans = List.copyOf(plans);
  }
}
