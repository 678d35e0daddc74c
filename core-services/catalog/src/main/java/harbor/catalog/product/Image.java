package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import java.util.regex.Pattern;

/**
 * One picture.
 *
 * @param url absolute URL, or a path on the shop's media host; may hold {@code {size}}
 * @param alt what it shows; may be empty
 */
public record Image(String url, String alt) {
  /** No other scheme: clients put the URL into their pages. */
  private static final Pattern URL = Pattern.compile("https?://[^\\s]+|[^:\\s]+(/[^\\s]*)?");

  private static final String FIELD = "images";
  private static final int MAX_ALT = 1_000;

  /** Checks both. */
  public Image {
    Fields.requiredText(FIELD, url, Product.MAX_ADDRESS);
    Fields.code(FIELD, url, URL, "url is an http or https URL or a path");
    Fields.text(FIELD, alt, MAX_ALT);
  }
}
