package harbor.e2e;

import harbor.kit.bff.explain.BffPlans;
import harbor.kit.bff.explain.BffPlans.PlannedCall;
import harbor.kit.bff.explain.BffPlans.Screen;
import harbor.kit.bff.explain.BffPlans.Step;
import java.util.List;
import java.util.stream.Collectors;

/** The plans of all BFFs as Markdown: what they state, not how it goes. */
final class ScreensDoc {
  private static final String INTRO =
      """
      # Screens

      What each screen calls, how long that may take, and what users get when it fails. Made from the plans that run, with the default settings: do not edit. `/plans` of a BFF's management port shows the
      same with its state, `/plans.json` for programs ([operating](operating.md)). `mvn verify -pl e2e -am -Dtest=ScreensDocIT -Dsurefire.failIfNoSpecifiedTests=false -Dharbor.golden.write=true` writes this file anew.

      All calls of a plan leave at once. A critical call that fails ends the page: 503 with the screen's code, 504 when it was late ([errors](errors.md)). When an optional one fails, what stands on its
      line stands in, its name is in the header `X-Degraded` and, on the web, in `meta.missing`, and nobody may keep the page as a whole one. Layers are named innermost first ([architecture](architecture.md)).
      """;

  private static final String CACHES =
      """

      ## Caches

      What is user-independent, and for how long it is cached. A stale entry is the answer only when its service fails or is late, and at most for as long as its line says; the call's name is then in
      the header `X-Stale`, and nobody may keep the page.

      | BFF | cache | terms |
      |---|---|---|
      """;

  private ScreensDoc() {}

  static String of(List<BffPlans> bffs) {
    StringBuilder doc = new StringBuilder(INTRO);
    for (BffPlans bff : bffs) {
      doc.append("\n## ").append(bff.name()).append('\n');
      bff.screens().forEach(screen -> doc.append(screen(screen)));
    }
    return doc.append(caches(bffs)).toString();
  }

  private static String caches(List<BffPlans> bffs) {
    String lines =
        bffs.stream()
            .flatMap(
                bff ->
                    bff.caches().stream()
                        .map(
                            cache ->
                                "| %s | `%s` | %s |\n"
                                    .formatted(bff.name(), cache.cache().name(), cache.terms())))
            .collect(Collectors.joining());
    return lines.isEmpty() ? "" : CACHES + lines;
  }

  private static String screen(Screen screen) {
    StringBuilder text =
        new StringBuilder(
            """

            ### `%s %s`

            Within %d ms in all, %s priority. A whole page has `Cache-Control: %s`.
            """
                .formatted(
                    screen.method(),
                    screen.path(),
                    screen.totalMillis(),
                    screen.priority(),
                    screen.cacheControl()));
    screen.plans().forEach(plan -> text.append(plan(plan)));
    return text.toString();
  }

  private static String plan(Step plan) {
    StringBuilder text =
        new StringBuilder(
            "\nPlan `%s` within %d ms%s:\n\n"
                .formatted(
                    plan.name(),
                    plan.budgetMillis(),
                    plan.after() == null ? "" : ", once `" + plan.after() + "` has ended"));
    text.append(
        "| call | deadline | when it fails | layers around the service |\n|---|---|---|---|\n");
    plan.calls().forEach(call -> text.append(call(call)));
    return text.toString();
  }

  private static String call(PlannedCall call) {
    return "| `%s` | %d ms | %s | %s |\n"
        .formatted(
            call.name(),
            call.deadlineMillis(),
            call.fallback() == null
                ? "**critical**: no page"
                : "`" + call.fallback().replace("|", "\\|") + "`",
            call.layers().isEmpty() ? "none" : String.join(", ", call.layers()));
  }
}
