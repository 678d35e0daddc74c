package harbor.observability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A dashboard in Grafana's JSON.
 *
 * @param uid in its address, and the name of its file
 * @param services asks for the values of its variable {@code $service}; empty for none
 */
record Dashboard(String uid, String title, Optional<String> services, List<Row> rows) {
  static final Map<String, Object> PROMETHEUS = Map.of("type", "prometheus", "uid", "prometheus");
  static final int HEIGHT = 8;

  private static final int COLUMNS = 24;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Panels under a heading. */
  record Row(String title, List<Panel> panels) {
    static Row of(String title, Panel... panels) {
      return new Row(title, List.of(panels));
    }
  }

  Stream<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream());
  }

  /** The same text for the same dashboard. */
  String json() {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(content()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> content() {
    return Map.ofEntries(
        Map.entry("uid", uid),
        Map.entry("title", title),
        Map.entry("tags", List.of("harbor")),
        Map.entry("timezone", "utc"),
        Map.entry("schemaVersion", 41),
        Map.entry("version", 1),
        Map.entry("editable", false),
        Map.entry("refresh", "10s"),
        Map.entry("time", Map.of("from", "now-30m", "to", "now")),
        Map.entry("links", List.of(others())),
        Map.entry(
            "templating", Map.of("list", services.stream().map(Dashboard::variable).toList())),
        Map.entry("panels", placed()));
  }

  /** A way to the other dashboards, with the time that is looked at. */
  private static Map<String, Object> others() {
    return Map.of(
        "type", "dashboards", "title", "Harbor", "tags", List.of("harbor"), "keepTime", true);
  }

  private static Map<String, Object> variable(String query) {
    return Map.ofEntries(
        Map.entry("name", "service"),
        Map.entry("label", "Service"),
        Map.entry("type", "query"),
        Map.entry("datasource", PROMETHEUS),
        Map.entry("query", query),
        Map.entry("refresh", 2),
        Map.entry("multi", true),
        Map.entry("includeAll", true),
        Map.entry("allValue", ".*"),
        Map.entry("current", Map.of("text", "All", "value", "$__all")));
  }

  private List<Object> placed() {
    List<Object> placed = new ArrayList<>();
    int y = 0;
    for (Row row : rows) {
      placed.add(heading(row.title(), placed.size() + 1, y++));
      int x = 0;
      for (Panel panel : row.panels()) {
        if (x + panel.width() > COLUMNS) {
          x = 0;
          y += HEIGHT;
        }
        placed.add(panel.json(placed.size() + 1, x, y));
        x += panel.width();
      }
      y += HEIGHT;
    }
    return placed;
  }

  private static Map<String, Object> heading(String title, int id, int y) {
    return Map.of(
        "id",
        id,
        "type",
        "row",
        "title",
        title,
        "collapsed",
        false,
        "gridPos",
        Map.of("h", 1, "w", COLUMNS, "x", 0, "y", y),
        "panels",
        List.of());
  }
}
