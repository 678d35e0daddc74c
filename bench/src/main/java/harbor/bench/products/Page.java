package harbor.bench.products;

import harbor.bench.load.Workload;
import java.util.List;

/** The two pages that everybody serves. */
public enum Page {
  /** Protobuf from three calls. */
  MOBILE(
      "Mobile product (protobuf, three calls)", "/mobile/v1/products/", "application/x-protobuf"),
  /** JSON from six calls. */
  WEB("Web product (JSON, six calls)", "/web/products/", "application/json");

  private final String title;
  private final String path;
  private final String accept;

  Page(String title, String path, String accept) {
    this.title = title;
    this.path = path;
    this.accept = accept;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What stands before a product's id. */
  public String path() {
    return path;
  }

  /** The media type that is asked for. */
  public String accept() {
    return accept;
  }

  /** The pages of these products, in turn. */
  public Workload workload(int port, List<String> productIds) {
    return new Workload(port, productIds.stream().map(path::concat).toList(), accept);
  }
}
