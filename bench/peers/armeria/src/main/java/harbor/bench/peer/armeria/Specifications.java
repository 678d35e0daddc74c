package harbor.bench.peer.armeria;

import harbor.catalog.v1.Specification;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Technical data by name; one that stands under several headings is told apart by its heading. */
final class Specifications {
  private static final int MAX_SPECIFICATIONS = 50;

  private Specifications() {}

  static Map<String, String> named(List<Specification> lines) {
    Map<String, Integer> times = new HashMap<>();
    lines.forEach(line -> times.merge(line.getName(), 1, Integer::sum));
    Map<String, String> named = new LinkedHashMap<>();
    for (Specification line : lines) {
      boolean ambiguous = times.getOrDefault(line.getName(), 0) > 1 && !line.getSection().isEmpty();
      String name = ambiguous ? line.getSection() + ": " + line.getName() : line.getName();
      if (named.size() < MAX_SPECIFICATIONS || named.containsKey(name)) {
        named.merge(name, line.getValue(), (one, other) -> one + ", " + other);
      }
    }
    return named;
  }
}
