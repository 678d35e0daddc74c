package harbor.mobile.search;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import harbor.catalog.v1.Category;
import harbor.clients.CatalogClient;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.mobile.v1.CategoryNode;
import harbor.mobile.v1.CategoryTree;
import java.util.List;

/** {@code GET /mobile/v1/categories}: the whole tree. */
public final class CategoriesScreen {
  private CategoriesScreen() {}

  /** Asks the catalogue. */
  public static Screen<String, CategoryTree> of(CatalogClient catalog) {
    var categories = critical("catalog.categories", catalog.categories).within(ofMillis(300));
    return Plan.of("mobile.categories", ofMillis(400), categories)
        .shows(parts -> view(parts.of(categories)));
  }

  /** The tree of them. */
  public static CategoryTree view(List<Category> categories) {
    return CategoryTree.newBuilder().addAllCategories(in("", categories)).build();
  }

  private static List<CategoryNode> in(String path, List<Category> categories) {
    return categories.stream()
        .filter(category -> above(category.getPath()).equals(path))
        .map(
            category ->
                CategoryNode.newBuilder()
                    .setPath(category.getPath())
                    .setName(category.getNames(category.getNamesCount() - 1))
                    .setCount(category.getProductCount())
                    .addAllChildren(in(category.getPath(), categories))
                    .build())
        .toList();
  }

  private static String above(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }
}
