package harbor.importer.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which column stands where in a record. A column may stand several times. */
final class Header {
  private final Map<String, List<Integer>> positions = new LinkedHashMap<>();
  private final int width;

  Header(List<String> titles) {
    for (int i = 0; i < titles.size(); i++) {
      String name = columnName(titles.get(i));
      if (!name.isEmpty()) {
        positions.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(i);
      }
    }
    width = titles.size();
  }

  /**
   * The name of a column by the specification: {@code Image Link}, {@code g:image_link}, {@code
   * image link [image_link]} and {@code shipping(country:price)} are spellings of {@code
   * image_link} and {@code shipping}; byte order marks are dropped wherever files were joined.
   */
  static String columnName(String title) {
    String name = Text.line(title.replace("\uFEFF", "")).toLowerCase(Locale.ROOT);
    int bracket = name.indexOf('[');
    if (bracket > 0 && name.endsWith("]")) {
      name = name.substring(bracket + 1, name.length() - 1);
    }
    int parenthesis = name.indexOf('(');
    if (parenthesis > 0) {
      name = name.substring(0, parenthesis);
    }
    name = name.strip().replace(' ', '_').replace('-', '_');
    return name.startsWith("g:") ? name.substring(2) : name;
  }

  int width() {
    return width;
  }

  Set<String> columns() {
    return positions.keySet();
  }

  boolean has(String column) {
    return positions.containsKey(column);
  }

  /** Rows may end early: spreadsheets drop empty cells at the end. */
  List<String> values(List<String> record, String column) {
    List<Integer> at = positions.getOrDefault(column, List.of());
    if (at.size() == 1) {
      int position = at.getFirst();
      return position < record.size() ? List.of(record.get(position)) : List.of();
    }
    List<String> found = new ArrayList<>();
    for (int position : at) {
      if (position < record.size()) {
        found.add(record.get(position));
      }
    }
    return found;
  }
}
