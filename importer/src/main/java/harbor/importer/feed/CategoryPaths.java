package harbor.importer.feed;

import static java.util.stream.Collectors.joining;

import harbor.importer.table.Cells;
import harbor.importer.table.Escapes;
import harbor.importer.table.Markup;
import harbor.importer.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a product belongs: the paths of {@code product_type}, else the words of {@code
 * google_product_category}. The numbers of Google's taxonomy, which is not shipped, say nothing to
 * people.
 */
public final class CategoryPaths {
  private static final int MAX_NAMES = 6;
  private static final int MAX_PATHS = 5;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final List<String> NOWHERE = List.of("Other");

  private CategoryPaths() {}

  /**
   * A path as {@link #read} reads it. Where there are several, one of one name ends in {@code >},
   * as a path and no further name.
   *
   * @param isAlone whether no other path stands in the same cell
   */
  public static String text(List<String> names, boolean isAlone) {
    String path =
        names.stream()
            .map(name -> Markup.encoded(name).replace(">", "&gt;"))
            .collect(joining(" > "));
    Predicate<String> isEntry =
        isAlone && !isListOfPaths(List.of(path.split(",", -1))) ? _ -> false : _ -> true;
    return Escapes.entry(path, isEntry) + (isAlone || names.size() > 1 ? "" : " >");
  }

  /** At least one path, each of a name or more. */
  static List<List<String>> read(Cells cells) {
    List<List<String>> paths = paths(cells, "product_type");
    if (paths.isEmpty()) {
      paths = paths(cells, "google_product_category").stream().limit(1).toList();
    }
    return paths.isEmpty() ? List.of(NOWHERE) : cells.atMost("product_type", paths, MAX_PATHS);
  }

  private static List<List<String>> paths(Cells cells, String column) {
    List<List<String>> paths = new ArrayList<>();
    for (String value : cells.values(column)) {
      pieces(Cells.decoded(value))
          .map(piece -> Text.path(piece).stream().map(Escapes::remove).toList())
          .filter(path -> !path.isEmpty())
          .map(path -> cells.atMost(column, path, MAX_NAMES))
          .forEach(paths::add);
    }
    if (paths.removeIf(path -> path.size() == 1 && NUMBER.matcher(path.getFirst()).matches())) {
      cells.remark(
          column,
          "is left out: a number that says nothing to people",
          "name the category in product_type");
    }
    return paths.stream().distinct().toList();
  }

  /** Commas part paths where each piece is one; else, or after a backslash, they are of a name. */
  private static Stream<String> pieces(String value) {
    List<String> pieces = Escapes.split(value, ',');
    return isListOfPaths(pieces) ? pieces.stream() : Stream.of(value);
  }

  private static boolean isListOfPaths(List<String> pieces) {
    return pieces.stream().allMatch(piece -> piece.contains(">"));
  }
}
