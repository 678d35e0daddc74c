package harbor.kit.bff.cache;

import harbor.kit.client.CachePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the caches do in every scenario; as a page for readers, in Markdown. */
final class CacheReport {
  final Columns<HotKey.Defence, HotKey.Figures> crowd;
  final Columns<HotKey.Defence, HotKey.Figures> stream;
  final Columns<Boolean, WarmedAtOnce.Figures> warmed;
  final Columns<StoreTrouble.Kind, StoreTrouble.Figures> trouble;
  final Columns<ServiceDown.Defence, ServiceDown.Figures> down;
  final Columns<Changes.Defence, Changes.Figures> changes;

  /** Runs everything. */
  CacheReport() {
    crowd = each(HotKey.Defence.class, HotKey::crowd);
    stream = each(HotKey.Defence.class, HotKey::stream);
    warmed = new Columns<>(new LinkedHashMap<>());
    warmed.all().put(true, WarmedAtOnce.run(CachePolicy.of("test.thing").jitter()));
    warmed.all().put(false, WarmedAtOnce.run(0));
    trouble = each(StoreTrouble.Kind.class, StoreTrouble::run);
    down = each(ServiceDown.Defence.class, ServiceDown::run);
    changes = each(Changes.Defence.class, Changes::run);
  }

  private static <K extends Enum<K>, F> Columns<K, F> each(Class<K> columns, Function<K, F> run) {
    Map<K, F> figures = new EnumMap<>(columns);
    figures.putAll(
        Arrays.stream(columns.getEnumConstants())
            .parallel()
            .collect(Collectors.toConcurrentMap(Function.identity(), run)));
    return new Columns<>(figures);
  }

  String markdown() {
    StringBuilder page = new StringBuilder(CachePreface.TEXT);
    hotKey(page);
    warmed(page);
    trouble(page);
    down(page);
    changes(page);
    return page.toString();
  }

  private void hotKey(StringBuilder page) {
    page.append(CachePreface.HOT_KEY);
    head(page, crowd.all().keySet().stream().map(each -> each.label).toList());
    hotKey(page, "**10,000 come at once**", crowd);
    hotKey(page, "**1,000 a second keep coming**", stream);
  }

  private static void hotKey(
      StringBuilder page, String label, Columns<HotKey.Defence, HotKey.Figures> figures) {
    row(page, label, "loads per expiry", figures, each -> decimals(each.loads()));
    row(page, "", "answered / stale / failed", figures, each -> endings(each.visits()));
    row(page, "", "ms", figures, each -> millis(each.visits()));
  }

  private void warmed(StringBuilder page) {
    page.append(CachePreface.WARMED);
    head(page, List.of("with jitter", "without"));
    row(page, "**expiry**", "seconds from first to last", warmed, each -> number(each.seconds()));
    row(page, "**loads a second**", "mean", warmed, each -> number(Math.round(each.mean())));
    row(page, "", "worst", warmed, each -> number(each.worst()));
  }

  private void trouble(StringBuilder page) {
    page.append(CachePreface.TROUBLE);
    head(page, trouble.all().keySet().stream().map(each -> each.label).toList());
    StoreTrouble.Figures well = trouble.at(StoreTrouble.Kind.NOTHING);
    row(page, "**calls to the service**", "all", trouble, each -> number(each.calls()));
    row(
        page,
        "",
        "relative to undisturbed",
        trouble,
        each -> decimals((double) each.calls() / well.calls()));
    row(
        page,
        "",
        "the same, meanwhile alone",
        trouble,
        each -> decimals((double) each.callsMeanwhile() / well.callsMeanwhile()));
    row(page, "**requests**", "answered / stale / failed", trouble, each -> endings(each.visits()));
    row(page, "", "ms", trouble, each -> millis(each.visits()));
    row(page, "", "about something else", trouble, each -> number(each.visits().wrong()));
  }

  private void down(StringBuilder page) {
    page.append(CachePreface.DOWN);
    head(page, down.all().keySet().stream().map(each -> each.label).toList());
    row(
        page,
        "**calls to the service**",
        "a second",
        down,
        each -> decimals(each.callsPerSecond()));
    row(page, "**requests**", "answered / stale / failed", down, each -> endings(each.visits()));
    row(page, "", "ms", down, each -> millis(each.visits()));
  }

  private void changes(StringBuilder page) {
    page.append(CachePreface.CHANGES);
    head(page, changes.all().keySet().stream().map(each -> each.label).toList());
    row(
        page,
        "**old answers**",
        "last, ms after the change",
        changes,
        each -> number(each.lastOld().toMillis()));
    row(page, "", "how many", changes, each -> number(each.old()));
    row(page, "**requests**", "answered / stale / failed", changes, each -> endings(each.visits()));
  }

  private static void head(StringBuilder page, List<String> columns) {
    page.append("| | | ").append(String.join(" | ", columns)).append(" |\n|---|---|");
    page.append("---|".repeat(columns.size())).append('\n');
  }

  private static <F> void row(
      StringBuilder page,
      String label,
      String figure,
      Columns<?, F> figures,
      Function<F, String> cell) {
    page.append("| %s | %s | ".formatted(label, figure));
    page.append(figures.inOrder().stream().map(cell).collect(Collectors.joining(" | ")));
    page.append(" |\n");
  }

  private static String endings(Visits visits) {
    return number(visits.answered() - visits.stale())
        + " / "
        + number(visits.stale())
        + " / "
        + number(visits.failed());
  }

  private static String millis(Visits visits) {
    return millis(visits.percentile(50)) + " / " + millis(visits.percentile(99));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.0f", time.toNanos() / 1e6);
  }

  private static String number(long figure) {
    return String.format(Locale.ROOT, "%,d", figure);
  }

  private static String decimals(double figure) {
    return String.format(Locale.ROOT, "%,.2f", figure);
  }
}
