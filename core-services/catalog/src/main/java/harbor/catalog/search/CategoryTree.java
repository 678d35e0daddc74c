package harbor.catalog.search;

import harbor.catalog.search.ProductSearch.CategoryCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tree of categories from how many products are right in each. */
final class CategoryTree {
  private static final Comparator<CategoryCount> BY_NAMES =
      Comparator.comparing(
          category -> String.join("\0", category.names().stream().map(Folding::plain).toList()));

  private CategoryTree() {}

  /** All categories, with what is in them and below, each after the one that it is in. */
  static List<CategoryCount> of(List<CategoryCount> counted) {
    Map<String, CategoryCount> all = new TreeMap<>();
    for (CategoryCount category : counted) {
      for (int depth = 1; depth <= category.names().size(); depth++) {
        CategoryCount above = above(category, depth);
        all.merge(
            above.slug(),
            above,
            (one, other) ->
                new CategoryCount(one.slug(), one.names(), one.count() + other.count()));
      }
    }
    return all.values().stream().sorted(BY_NAMES.thenComparing(CategoryCount::slug)).toList();
  }

  /** Those right below one; its slug is empty for the topmost ones. */
  static List<CategoryCount> below(String slug, List<CategoryCount> counted) {
    int depth = slug.isEmpty() ? 1 : slug.split("/").length + 1;
    return of(counted).stream().filter(category -> category.names().size() == depth).toList();
  }

  private static CategoryCount above(CategoryCount category, int depth) {
    String[] slugs = category.slug().split("/");
    return new CategoryCount(
        String.join("/", List.of(slugs).subList(0, depth)),
        category.names().subList(0, depth),
        category.count());
  }
}
