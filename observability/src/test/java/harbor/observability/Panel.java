package harbor.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A panel of a dashboard: some queries in one unit, beside the limits that alerts set.
 *
 * @param kind as Grafana calls it
 * @param width in columns, of which a row has 24
 */
record Panel(
    String title,
    Unit unit,
    String kind,
    int width,
    String description,
    List<Query> queries,
    List<Limit> limits) {

  /** What a value counts, by Grafana's name. */
  enum Unit {
    SECONDS("s"),
    BYTES("bytes"),
    PER_SECOND("reqps"),
    SHARE("percentunit"),
    COUNT("short"),
    YES_OR_NO("bool_yes_no");

    final String grafana;

    Unit(String grafana) {
      this.grafana = grafana;
    }
  }

  /**
   * A query and how its series are called.
   *
   * @param legend with labels as {@code {{service}}}
   */
  record Query(String expression, String legend) {
    /** Only what is drawn from a histogram has exemplars. */
    boolean hasExemplars() {
      return expression.startsWith("histogram_quantile");
    }
  }

  /**
   * Where an alert begins.
   *
   * @param value as the alert's expression has it
   * @param colour of what is beyond it
   */
  record Limit(String alert, double value, String colour) {}

  static Panel of(Unit unit, String title, String... queriesAndLegends) {
    List<Query> queries = new ArrayList<>();
    for (int at = 0; at < queriesAndLegends.length; at += 2) {
      queries.add(new Query(queriesAndLegends[at], queriesAndLegends[at + 1]));
    }
    return new Panel(title, unit, "timeseries", 8, "", List.copyOf(queries), List.of());
  }

  Panel saying(String text) {
    return new Panel(title, unit, kind, width, text, queries, limits);
  }

  Panel as(String grafanaKind, int columns) {
    return new Panel(title, unit, grafanaKind, columns, description, queries, limits);
  }

  /** More than that and the alert is due. */
  Panel limit(String alert, double value) {
    return limited(new Limit(alert, value, "red"));
  }

  /** Less than that and the alert is due. */
  Panel atLeast(String alert, double value) {
    return limited(new Limit(alert, value, "green"));
  }

  private Panel limited(Limit limit) {
    return new Panel(
        title,
        unit,
        kind,
        width,
        description,
        queries,
        Stream.concat(limits.stream(), Stream.of(limit)).toList());
  }

  /** As Grafana has it. */
  Map<String, Object> json(int id, int x, int y) {
    return Map.ofEntries(
        Map.entry("id", id),
        Map.entry("type", kind),
        Map.entry("title", title),
        Map.entry("description", description),
        Map.entry("datasource", Dashboard.PROMETHEUS),
        Map.entry("gridPos", Map.of("h", Dashboard.HEIGHT, "w", width, "x", x, "y", y)),
        Map.entry("fieldConfig", Map.of("defaults", defaults(), "overrides", List.of())),
        Map.entry("targets", targets()),
        Map.entry("options", options()));
  }

  private Map<String, Object> defaults() {
    List<Object> steps = new ArrayList<>();
    boolean isLow = limits.stream().anyMatch(limit -> limit.colour().equals("green"));
    steps.add(step(isLow ? "red" : "green", null));
    limits.forEach(limit -> steps.add(step(limit.colour(), limit.value())));
    return Map.of(
        "unit", unit.grafana,
        "thresholds", Map.of("mode", "absolute", "steps", steps),
        "custom",
            Map.of("thresholdsStyle", Map.of("mode", limits.isEmpty() ? "off" : "dashed+area")));
  }

  private static Map<String, Object> step(String colour, @Nullable Double value) {
    Map<String, Object> step = new TreeMap<>();
    step.put("color", colour);
    step.put("value", value);
    return step;
  }

  private List<Object> targets() {
    List<Object> targets = new ArrayList<>();
    for (Query query : queries) {
      targets.add(
          Map.of(
              "refId", String.valueOf((char) ('A' + targets.size())),
              "expr", query.expression(),
              "legendFormat", query.legend(),
              "exemplar", query.hasExemplars()));
    }
    return targets;
  }

  private Map<String, Object> options() {
    return kind.equals("timeseries")
        ? Map.of(
            "legend", Map.of("displayMode", "list", "placement", "bottom"),
            "tooltip", Map.of("mode", "multi", "sort", "desc"))
        : Map.of(
            "orientation",
            "horizontal",
            "reduceOptions",
            Map.of("calcs", List.of("lastNotNull"), "values", false));
  }
}
