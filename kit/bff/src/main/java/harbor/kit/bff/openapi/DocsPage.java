package harbor.kit.bff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A document of an API as a page: no script, nothing from elsewhere. */
final class DocsPage {
  private static final String IN_DOCUMENT = "#/components/schemas/";

  private final JsonNode document;
  private final StringBuilder html = new StringBuilder();

  private DocsPage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    DocsPage page = new DocsPage(document);
    page.write();
    return page.html.toString();
  }

  private void write() {
    String title = text(document.at("/info/title"));
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <h1>%1$s, version %2$s</h1>
        <p>%3$s</p>
        <p><a href="/openapi.json">openapi.json</a>, <a href="/schemas/fields.txt">all fields</a></p>
        """
            .formatted(
                title, text(document.at("/info/version")), text(document.at("/info/description"))));
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operation(operation.getKey(), path.getKey(), operation.getValue());
      }
    }
  }

  private void operation(String method, String path, JsonNode operation) {
    html.append(
        """
        <h2 id="%s"><code>%s %s</code></h2>
        <p>%s%s %s</p>
        """
            .formatted(
                text(operation.get("operationId")),
                method.toUpperCase(Locale.ROOT),
                escaped(path),
                operation.path("deprecated").asBoolean() ? "<strong>Deprecated.</strong> " : "",
                text(operation.path("summary")),
                text(operation.path("description"))));
    html.append("<ul>\n");
    for (JsonNode parameter : operation.path("parameters")) {
      html.append(
          "<li>%s <code>%s</code>%s <code>%s</code> %s</li>\n"
              .formatted(
                  text(parameter.get("in")),
                  text(parameter.get("name")),
                  parameter.path("required").asBoolean() ? ", required:" : ":",
                  escaped(parameter.get("schema").toString()),
                  text(parameter.path("description"))));
    }
    schemas("body", operation.path("requestBody"));
    for (Map.Entry<String, JsonNode> response : operation.get("responses").properties()) {
      JsonNode said = resolved(response.getValue());
      html.append("<li>%s: %s</li>\n".formatted(response.getKey(), text(said.path("description"))));
      schemas(response.getKey(), said);
    }
    html.append("</ul>\n");
  }

  private void schemas(String what, JsonNode said) {
    for (JsonNode content : said.path("content")) {
      String reference = content.at("/schema/$ref").asText();
      if (reference.startsWith(IN_DOCUMENT)) {
        String name = reference.substring(IN_DOCUMENT.length());
        html.append(
            "<li>%1$s: <a href=\"/schemas/%2$s.json\">%2$s</a></li>\n"
                .formatted(what, escaped(name)));
      }
    }
  }

  private JsonNode resolved(JsonNode said) {
    return said.has("$ref") ? document.at(said.get("$ref").textValue().substring(1)) : said;
  }

  private static String text(JsonNode node) {
    return escaped(node.asText());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
