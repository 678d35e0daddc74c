package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import java.util.List;

/**
 * What people read.
 *
 * @param title full title, 1 to 200 characters
 * @param shortTitle for small screens, at most 40 characters; given empty, it is the title, cut
 * @param description at most 10,000 characters; may be empty
 * @param highlights selling points, at most 10 of at most 150 characters
 * @param seoTitle for search engines, at most 70 characters; may be empty
 * @param seoDescription for search engines, at most 320 characters; may be empty
 */
public record Texts(
    String title,
    String shortTitle,
    String description,
    List<String> highlights,
    String seoTitle,
    String seoDescription) {

  private static final int MAX_SHORT_TITLE = 40;

  /** Checks all, and fills the short title. */
  public Texts {
    Fields.requiredText("title", title, 200);
    shortTitle = shortTitle.isBlank() ? cut(title) : shortTitle;
    Fields.text("short_title", shortTitle, MAX_SHORT_TITLE);
    Fields.text("description", description, 10_000);
    highlights = Fields.texts("highlights", highlights, 10, 150);
    Fields.text("seo_title", seoTitle, 70);
    Fields.text("seo_description", seoDescription, 320);
  }

  /** The title up to the last word that fits with an ellipsis; a longer first word is cut. */
  private static String cut(String title) {
    if (title.codePointCount(0, title.length()) <= MAX_SHORT_TITLE) {
      return title;
    }
    int end = title.offsetByCodePoints(0, MAX_SHORT_TITLE - 1);
    int space = title.lastIndexOf(' ', end);
    return title.substring(0, space > 0 ? space : end).stripTrailing() + "…";
  }
}
