package harbor.importer.export;

/**
 * What stands before the paths that a store knows, so that they are addresses for others.
 *
 * @param pages before those of products' pages; empty: they stay paths
 * @param pictures before those of the shop's own pictures, which are in one width then; empty: they
 *     stay as they are stored
 */
public record ShopAddresses(String pages, String pictures) {
  /** Everything as it is stored. */
  public static final ShopAddresses NONE = new ShopAddresses("", "");

  private static final String SIZE = "{size}";

  /** The widest of {@code harbor.catalog.v1.Image}. */
  private static final String WIDTH = "1920";

  /** Either may end in a slash. */
  public ShopAddresses {
    pages = withoutSlash(pages);
    pictures = withoutSlash(pictures);
  }

  String page(String path) {
    return path.isEmpty() ? "" : pages + path;
  }

  String picture(String url) {
    if (pictures.isEmpty()) {
      return url;
    }
    String sized = url.replace(SIZE, WIDTH);
    return sized.startsWith("/") ? pictures + sized : sized;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
