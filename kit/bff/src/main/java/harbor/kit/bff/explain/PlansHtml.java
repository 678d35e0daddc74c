package harbor.kit.bff.explain;

import harbor.kit.bff.explain.BffPlans.PlannedCall;
import harbor.kit.bff.explain.BffPlans.Screen;
import harbor.kit.bff.explain.BffPlans.Step;
import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.explain.CallState.Latency;
import harbor.kit.bff.resilience.LayersState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plans as a page for somebody who was woken up: what is wrong comes first, one table a screen,
 * nothing to load, no script; it reloads itself.
 */
final class PlansHtml {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final double TEN = 10;

  private final Html html = new Html();

  private PlansHtml() {}

  static String page(Instant at, List<BffPlans> bffs) {
    PlansHtml page = new PlansHtml();
    page.html.markup(PlansStyle.HEAD);
    page.html.markup("<h1>Plans <small>").text(TIME.format(at)).markup("</small></h1>\n");
    page.troubles(bffs);
    bffs.forEach(page::bff);
    return page.html.markup("</body>\n</html>\n").toString();
  }

  private void troubles(List<BffPlans> bffs) {
    List<String> troubles =
        bffs.stream()
            .flatMap(bff -> Stream.concat(troubles(bff), CachesHtml.troubles(bff)))
            .toList();
    if (troubles.isEmpty()) {
      html.markup("<p class=\"all\">✓ No breaker is open, no limit reached, no call slow,");
      html.markup(" no cache out of date.</p>\n");
      return;
    }
    html.markup("<ul class=\"all trouble\">\n");
    troubles.forEach(trouble -> html.element("li", "⚠ " + trouble).markup("\n"));
    html.markup("</ul>\n");
  }

  private static Stream<String> troubles(BffPlans bff) {
    return bff.screens().stream()
        .flatMap(screen -> screen.plans().stream())
        .flatMap(PlansHtml::troubles);
  }

  private static Stream<String> troubles(Step plan) {
    return plan.calls().stream()
        .filter(call -> call.live().condition().isTrouble())
        .map(call -> plan.name() + ": " + call.name() + ", " + words(call.live().condition()));
  }

  private void bff(BffPlans bff) {
    html.element("h2", bff.name()).markup("\n");
    bff.screens().forEach(this::screen);
    CachesHtml.add(html, bff.caches());
    services(bff.services());
  }

  private void screen(Screen screen) {
    html.markup("<section>\n<h3>").text(screen.method() + " " + screen.path()).markup("</h3>\n<p>");
    html.text(
            "At most %d ms, %s priority. A whole page has Cache-Control: %s."
                .formatted(screen.totalMillis(), screen.priority(), screen.cacheControl()))
        .markup("</p>\n<div class=\"wide\"><table>\n")
        .markup(PlansStyle.SCREEN_COLUMNS);
    screen.plans().forEach(this::step);
    html.markup("</table></div>\n</section>\n");
  }

  private void step(Step plan) {
    html.markup("<tr class=\"plan\"><th colspan=\"9\">").text(plan.name());
    html.text(" within " + plan.budgetMillis() + " ms");
    if (plan.after() != null) {
      html.text(", once " + plan.after() + " has ended");
    }
    html.markup("</th></tr>\n");
    plan.calls().forEach(this::call);
  }

  private void call(PlannedCall call) {
    CallState live = call.live();
    Condition condition = live.condition();
    html.markup("<tr><th scope=\"row\">").text(call.name());
    html.markup("<br><small>").text(live.method() == null ? "not sent yet" : live.method());
    html.markup("</small></th><td class=\"" + condition.label() + "\">");
    html.text(sign(condition) + words(condition)).markup("<br><small>").text(layers(live));
    html.markup("</small></td>");
    html.element("td class=\"n\"", call.deadlineMillis() + " ms");
    latency(live.lastMinute());
    cached(live);
    html.element("td", outcomes(live));
    html.element("td", call.fallback() == null ? "no page" : "else " + call.fallback());
    html.markup("</tr>\n");
  }

  private void cached(CallState live) {
    html.markup("<td class=\"n\">").text(CachesHtml.share(live.cached()));
    long stale = live.answers().getOrDefault("stale_copy", 0L);
    if (stale > 0) {
      html.markup("<br><small>").text(stale + " stale").markup("</small>");
    }
    html.markup("</td>");
  }

  private void latency(Latency minute) {
    html.element("td class=\"n\"", minute.count());
    if (minute.count() == 0) {
      html.markup("<td class=\"n\">–</td><td class=\"n\">–</td>");
    } else {
      html.element("td class=\"n\"", millis(minute.p50Millis()));
      html.element("td class=\"n\"", millis(minute.p99Millis()));
    }
  }

  private void services(List<ServiceState> services) {
    html.markup("<section>\n<h3>Services that it calls</h3>\n<div class=\"wide\"><table>\n");
    html.markup(PlansStyle.SERVICE_COLUMNS);
    for (ServiceState service : services) {
      LayersState.Counts counts = service.counts();
      html.markup("<tr>").element("th scope=\"row\"", service.name());
      html.element(
          "td", service.layers().isEmpty() ? "none" : String.join(" < ", service.layers()));
      html.element(
          "td class=\"n\"",
          service.limit() == null ? "–" : service.inFlight() + " of " + service.limit());
      html.element("td class=\"n\"", counts.breakerOpen());
      html.element("td class=\"n\"", counts.tooManyCalls());
      html.element("td class=\"n\"", counts.retries());
      html.element("td class=\"n\"", counts.hedges() + " (" + counts.hedgesWon() + ")");
      html.element("td class=\"n\"", service.moreCalls());
      html.element("td class=\"n\"", counts.joined()).markup("</tr>\n");
    }
    html.markup("</table></div>\n</section>\n");
  }

  private static String words(Condition condition) {
    return switch (condition) {
      case NOT_CALLED_YET -> "not called yet";
      case FINE -> "fine";
      case SLOW -> "slow: near its deadline";
      case LIMIT_REACHED -> "limit of calls reached";
      case BREAKER_HALF_OPEN -> "breaker half open: trying";
      case BREAKER_OPEN -> "breaker open: not tried";
    };
  }

  private static String sign(Condition condition) {
    return condition.isTrouble() ? "⚠ " : "";
  }

  private static String layers(CallState live) {
    List<String> said = new ArrayList<>();
    if (live.breaker() != null) {
      said.add("breaker " + live.breaker().replace('_', ' '));
    }
    Latency tries = live.tries();
    if (tries != null && tries.count() > 0) {
      said.add("tries: p95 " + millis(tries.p95Millis()));
    }
    return String.join(", ", said);
  }

  /** Those that were answered first. */
  private static String outcomes(CallState live) {
    return live.outcomes().isEmpty()
        ? "–"
        : live.outcomes().entrySet().stream()
            .sorted(Comparator.comparing(outcome -> !outcome.getKey().equals("ok")))
            .map(outcome -> outcome.getKey().replace('_', ' ') + "\u00a0" + outcome.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < TEN ? "%.1f ms" : "%.0f ms", millis);
  }
}
