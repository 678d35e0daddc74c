package harbor.kit.bff.explain;

import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Answer;
import java.time.InstantSource;
import java.util.List;

/** {@code /plans} and {@code /plans.json} of a management port. */
public final class PlansPages {
  private PlansPages() {}

  /** Adds them; they show these BFFs in this order. */
  public static void add(ManagementServer management, List<Explainer> bffs) {
    InstantSource clock = InstantSource.system();
    management
        .page(
            "/plans",
            () ->
                new Answer(
                    200, "text/html; charset=utf-8", PlansHtml.page(clock.instant(), plans(bffs))))
        .page("/plans.json", () -> Answer.json(200, PlansJson.text(clock.instant(), plans(bffs))));
  }

  private static List<BffPlans> plans(List<Explainer> bffs) {
    return bffs.stream().map(Explainer::plans).toList();
  }
}
