package harbor.allinone;

import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.PathSegment;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that can be asked for when one knows nothing but products: a GET whose path has no
 * variable, or the one that names a product.
 *
 * @param pattern of its path
 */
record ExampleRoute(String pattern) {
  private static final Pattern PRODUCT = Pattern.compile("(?<=/products/)\\{\\w+}");

  /** Those of a BFF, in its order. */
  static List<ExampleRoute> of(BffProcess.Running bff) {
    return bff.routes().stream()
        .filter(route -> route.stated().method().equals("GET") && !route.isForUsers())
        .map(route -> new ExampleRoute(route.path()))
        .filter(route -> !route.path("").contains("{"))
        .toList();
  }

  /** Its path for a product. */
  String path(String product) {
    return PRODUCT
        .matcher(pattern)
        .replaceAll(Matcher.quoteReplacement(PathSegment.encode(product)));
  }
}
