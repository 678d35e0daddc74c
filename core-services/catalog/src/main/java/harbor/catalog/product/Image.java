package harbor.catalog.product;

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
  private static final int MOST_ALT = 1_000;

  /** Checks both. */
  public Image {
    Check.someText(FIELD, url, Check.MOST_ADDRESS);
    Check.code(FIELD, url, URL, "url is an http or https URL or a path");
    Check.text(FIELD, alt, MOST_ALT);
  }
}
