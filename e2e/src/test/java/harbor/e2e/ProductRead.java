package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A read that names a product, in its path or its query.
 *
 * @param target path and query, with {@code $} for the encoded id
 */
record ProductRead(String bff, String target) {
  private static final Pattern PRODUCT = Pattern.compile("(.*\\.)?products?(Ids?)?");
  private static final Pattern OF_PRODUCTS =
      Pattern.compile(".*/(products|prices|stock)(/\\{id})?");

  /** All that the documents of a store offer. */
  static List<ProductRead> all(Visitor visitor) throws Exception {
    List<ProductRead> reads = new ArrayList<>();
    for (BffProcess bff : Processes.bffs()) {
      JsonNode document = tree(accepted(visitor.at(bff.name(), "GET", "/openapi.json", "")));
      for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
        for (JsonNode parameter : path.getValue().at("/get/parameters")) {
          String name = parameter.path("name").asText();
          boolean isProduct =
              PRODUCT.matcher(name).matches()
                  || (name.equals("id") && OF_PRODUCTS.matcher(path.getKey()).matches());
          if (isProduct) {
            String at = path.getKey().replace("{" + name + "}", "$");
            reads.add(new ProductRead(bff.name(), at.contains("$") ? at : at + "?" + name + "=$"));
          }
        }
      }
    }
    return reads;
  }

  /** Whether a product is all that it is about. */
  boolean isOfOneProduct() {
    return !target.contains("?");
  }

  /** Asks for a product; of a stream, its first event. */
  HttpResponse<String> ask(Visitor visitor, String segment) throws Exception {
    String path = target.replace("$", segment);
    String[] accept =
        target.contains("/events?")
            ? new String[] {"Accept", "text/event-stream"}
            : new String[] {"Accept", "application/json"};
    return bff.equals("web-bff")
        ? visitor.browser("GET", path, "", accept)
        : visitor.at(bff, "GET", path, "", accept);
  }
}
