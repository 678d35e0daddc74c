package harbor.kit.bff.explain;

import harbor.kit.bff.cache.CacheState;
import harbor.kit.bff.explain.RememberedState.Condition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a BFF remembers, as a table of its own on the plans' page: a cache is two lines. */
final class CachesHtml {
  private static final double MEBIBYTE = 1024 * 1024;
  private static final double HUNDRED = 100;

  private final Html html;

  private CachesHtml(Html html) {
    this.html = html;
  }

  static void add(Html html, List<RememberedState> caches) {
    if (caches.isEmpty()) {
      return;
    }
    html.markup("<section>\n<h3>What it remembers</h3>\n<div class=\"wide\"><table>\n");
    html.markup(PlansStyle.CACHE_COLUMNS);
    caches.forEach(new CachesHtml(html)::cache);
    html.markup("</table></div>\n</section>\n");
  }

  /** One line for each cache that somebody should look at. */
  static Stream<String> troubles(BffPlans bff) {
    return bff.caches().stream()
        .filter(cache -> cache.condition().isTrouble())
        .map(
            cache ->
                "%s: cache %s, %s (last minute: %s)"
                    .formatted(
                        bff.name(),
                        cache.cache().name(),
                        words(cache.condition()),
                        minute(cache.cache().lastMinute())));
  }

  /** As a percentage; a dash for what is not known. */
  static String share(@Nullable Double share) {
    return share == null ? "–" : String.format(Locale.ROOT, "%.1f %%", HUNDRED * share);
  }

  private void cache(RememberedState remembered) {
    CacheState cache = remembered.cache();
    CacheState.Counts counts = cache.counts();
    CacheState.Size size = cache.size();
    html.markup("<tr class=\"plan\"><th colspan=\"11\">").text(cache.name()).markup(" <small>");
    html.text(remembered.terms() + "; keys " + cache.keys()).markup("</small></th></tr>\n<tr>");
    condition(remembered);
    html.element("td class=\"n\"", share(remembered.hitRate()));
    number(counts.hits());
    number(counts.misses());
    number(counts.sharedHits());
    number(counts.stale());
    number(counts.refreshes());
    html.element(
        "td class=\"n\"",
        String.format(
            Locale.ROOT,
            "%,d (%,d), %.1f ms",
            counts.loads(),
            counts.failedLoads(),
            counts.meanLoadMillis()));
    number(counts.dropped());
    html.element(
        "td class=\"n\"", String.format(Locale.ROOT, "%,d (%,d)", size.entries(), size.evicted()));
    html.element(
        "td class=\"n\"",
        String.format(
            Locale.ROOT, "%.1f of %.0f MiB", size.bytes() / MEBIBYTE, size.mostBytes() / MEBIBYTE));
    html.markup("</tr>\n");
  }

  private void condition(RememberedState remembered) {
    Condition condition = remembered.condition();
    html.markup("<td class=\"" + condition.label() + "\">");
    html.text((condition.isTrouble() ? "⚠ " : "") + words(condition)).markup("<br><small>");
    html.text(minute(remembered.cache().lastMinute())).markup("</small></td>");
  }

  private void number(long number) {
    html.element("td class=\"n\"", String.format(Locale.ROOT, "%,d", number));
  }

  private static String minute(CacheState.LastMinute minute) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d loads failed, %,d answers stale",
        minute.failedLoads(),
        minute.loads(),
        minute.stale());
  }

  private static String words(Condition condition) {
    return switch (condition) {
      case NOT_USED_YET -> "not used yet";
      case FINE -> "fine";
      case UNHEARD -> "changes are not heard";
      case STALE -> "copies out of date stand in";
      case LOADS_FAIL -> "its loads fail";
    };
  }
}
