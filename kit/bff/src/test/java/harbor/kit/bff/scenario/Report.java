package harbor.kit.bff.scenario;

import harbor.kit.bff.scenario.Requests.Ending;
import harbor.kit.bff.scenario.Simulation.Figures;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results of all scenarios as a page for readers, in Markdown. */
final class Report {
  private final Map<Scenario, Map<Defence, Map<Shape, Figures>>> results;

  private Report(Map<Scenario, Map<Defence, Map<Shape, Figures>>> results) {
    this.results = results;
  }

  private record Run(Scenario scenario, Defence defence) {}

  /** Runs everything. */
  static Report make() {
    Map<Run, Map<Shape, Figures>> runs =
        Arrays.stream(Scenario.values())
            .flatMap(
                scenario ->
                    Arrays.stream(Defence.values()).map(defence -> new Run(scenario, defence)))
            .parallel()
            .collect(
                Collectors.toConcurrentMap(
                    Function.identity(), run -> Simulation.run(run.scenario(), run.defence())));
    Map<Scenario, Map<Defence, Map<Shape, Figures>>> results = new EnumMap<>(Scenario.class);
    runs.forEach(
        (run, figures) ->
            results
                .computeIfAbsent(run.scenario(), _ -> new EnumMap<>(Defence.class))
                .put(run.defence(), figures));
    return new Report(results);
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append(Preface.TEXT)
        .append("\n| shape | calls and their deadlines | struck |\n|---|---|---|\n");
    for (Shape shape : Shape.values()) {
      page.append("| %s | %s | `%s` |\n".formatted(shape.label(), shape.calls(), shape.weakest()));
    }
    page.append("\n## At a glance: all shapes together\n\n");
    head(page, "scenario");
    for (Scenario scenario : Scenario.values()) {
      rows(
          page,
          scenario.label(),
          byDefence(scenario).stream()
              .map(each -> each.values().stream().reduce(Figures.NONE, Figures::and))
              .toList());
    }
    for (Scenario scenario : Scenario.values()) {
      page.append("\n## %s\n\n%s\n\n".formatted(scenario.label(), scenario.story()));
      head(page, "shape");
      for (Shape shape : Shape.values()) {
        rows(
            page,
            shape.label(),
            byDefence(scenario).stream().map(each -> each.get(shape)).toList());
      }
    }
    return page.toString();
  }

  private Collection<Map<Shape, Figures>> byDefence(Scenario scenario) {
    return results.getOrDefault(scenario, Map.of()).values();
  }

  private static void head(StringBuilder page, String what) {
    page.append("| ").append(what).append(" | |");
    for (Defence defence : Defence.values()) {
      page.append(' ').append(defence.label()).append(" |");
    }
    page.append("\n|---|---|").append("---|".repeat(Defence.values().length)).append('\n');
  }

  /** Three rows: what came of the pages, how long they took, what they cost. */
  private static void rows(StringBuilder page, String label, List<Figures> byDefence) {
    row(page, "**" + label + "**", "pages", byDefence.stream().map(Report::pages).toList());
    row(page, "", "ms", byDefence.stream().map(Report::millis).toList());
    row(page, "", "calls", byDefence.stream().map(Report::calls).toList());
  }

  private static void row(StringBuilder page, String label, String figure, List<String> cells) {
    page.append("| %s | %s | %s".formatted(label, figure, cells.getFirst()));
    for (String each : cells.subList(1, cells.size())) {
      page.append(" | ").append(each.equals(cells.getFirst()) ? "=" : each);
    }
    page.append(" |\n");
  }

  private static String pages(Figures figures) {
    return Arrays.stream(Ending.values())
        .map(ending -> String.format(Locale.ROOT, "%.1f", figures.requests().percent(ending)))
        .map(
            percent ->
                percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent)
        .collect(Collectors.joining(" / "));
  }

  private static String millis(Figures figures) {
    return millis(figures, 50) + " / " + millis(figures, 99);
  }

  private static String millis(Figures figures, int percent) {
    return String.format(
        Locale.ROOT, "%.0f", figures.requests().percentile(percent).toNanos() / 1e6);
  }

  private static String calls(Figures figures) {
    return String.format(Locale.ROOT, "%.2f", figures.callsPerRequest());
  }
}
