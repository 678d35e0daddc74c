package harbor.web.edge;

import harbor.kit.runtime.PathSegment;

/** Paths of products' pages in the storefront. */
public final class ProductLinks {
  private ProductLinks() {}

  /** Of a product of which only the id is known. */
  public static String of(String id) {
    return "/p/" + PathSegment.encode(id);
  }

  /** What the catalogue says; of a product without a link of its own, as {@link #of(String)}. */
  public static String of(String id, String link) {
    return link.isEmpty() ? of(id) : link;
  }
}
