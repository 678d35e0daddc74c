package harbor.recommendations;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.util.List;

/**
 * What recommendations need to know about a product. The constructor throws {@link InvalidField}.
 *
 * @param title 1 to 200 characters
 * @param imageUrl at most 2,000 characters; may be empty
 * @param link path and query of its page, at most 2,000 characters; may be empty
 * @param price what it costs now, not 0
 * @param brand at most 100 characters; may be empty
 * @param categoryPath from the root down, at most 6 names of together at most 500 characters; a
 *     product without one is similar to nothing
 * @param itemGroupId shared by the variants of one product, at most 100 characters; may be empty
 */
record Profile(
    String productId,
    String title,
    String imageUrl,
    String link,
    Money price,
    String brand,
    List<String> categoryPath,
    String itemGroupId) {
  private static final int MAX_CATEGORIES = 6;

  Profile {
    Fields.externalId("product_id", productId);
    Fields.requiredText("title", title, 200);
    Fields.text("image_url", imageUrl, 2_000);
    Fields.text("link", link, 2_000);
    if (price.minor() == 0) {
      throw new InvalidField("price", "0 (expected: at least 1 minor unit).");
    }
    Fields.text("brand", brand, 100);
    categoryPath = List.copyOf(categoryPath);
    Fields.range("category_path", categoryPath.size(), 0, MAX_CATEGORIES);
    Fields.text("category_path", String.join("", categoryPath), 500);
    if (categoryPath.stream().anyMatch(String::isBlank)) {
      throw new InvalidField("category_path", "Holds a blank name (expected: none).");
    }
    Fields.text("item_group_id", itemGroupId, 100);
  }
}
