package harbor.allinone;

import harbor.observability.MetricsFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of several processes as one page.
 *
 * <p>Prometheus' text format wants each metric's HELP and TYPE once and its samples together, so
 * pages cannot simply follow each other.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
final class MergedMetrics {
  private MergedMetrics() {}

  static String of(List<String> pages, MetricsFormat format) {
    Map<String, Family> families = new LinkedHashMap<>();
    for (String page : pages) {
      Family family = new Family();
      for (String line : page.lines().toList()) {
        if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
          family = families.computeIfAbsent(line.split(" ", 4)[2], _ -> new Family());
          family.describe(line);
        } else if (!line.startsWith("#") && !line.isBlank()) {
          family.samples.append(line).append('\n');
        }
      }
    }
    StringBuilder merged = new StringBuilder();
    families.values().forEach(family -> merged.append(family.header).append(family.samples));
    return format == MetricsFormat.OPEN_METRICS
        ? merged.append(MetricsFormat.END).toString()
        : merged.toString();
  }

  private static final class Family {
    private final StringBuilder header = new StringBuilder();
    private final StringBuilder samples = new StringBuilder();

    void describe(String line) {
      String keyword = line.substring(0, "# HELP ".length());
      if (header.indexOf(keyword) < 0) {
        header.append(line).append('\n');
      }
    }
  }
}
