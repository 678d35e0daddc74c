package harbor.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A program in TypeScript that calls each GET route of a document through the types that were
 * generated from it, with the document's own examples. It says a line for each: status and path.
 */
final class ClientScript {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClientScript() {}

  /**
   * The program.
   *
   * @param types the module that the types are in
   */
  static String of(JsonNode document, String types) {
    StringBuilder calls = new StringBuilder();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      if (isCalled(path.getKey(), get)) {
        calls.append(
            "await said(%1$s, client.GET(%1$s, %2$s));%n"
                .formatted(JSON.valueToTree(path.getKey()), request(get)));
      }
    }
    return """
    import createClient from "openapi-fetch";
    import type { paths } from "./%s.js";

    declare const process: { argv: string[] };
    const [, , baseUrl, name, value] = process.argv;
    const headers = { Accept: "application/json", [name ?? ""]: value ?? "" };
    const client = createClient<paths>({ baseUrl, headers });

    async function said(path: string, call: Promise<{ response: Response; data?: unknown; error?: unknown }>) {
      const { response, data, error } = await call;
      console.log(response.status, path, data === undefined && error === undefined ? "nothing" : "read");
    }

    %s\
    """
        .formatted(types, calls);
  }

  /** A stream does not end, and a sign-in goes on elsewhere. */
  private static boolean isCalled(String path, JsonNode get) {
    return !get.isMissingNode()
        && !get.at("/responses/200/content").has("text/event-stream")
        && (!path.startsWith("/auth/") || path.equals("/auth/me"));
  }

  private static ObjectNode request(JsonNode get) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode parameters = request.putObject("params");
    for (JsonNode parameter : get.path("parameters")) {
      JsonNode value = example(parameter);
      if (!value.isMissingNode()) {
        parameters
            .withObject("/" + parameter.get("in").textValue())
            .set(parameter.get("name").textValue(), value);
      }
    }
    JsonNode content = get.at("/responses/200/content");
    if (!content.has("application/json") && !content.has("application/schema+json")) {
      request.put("parseAs", "text");
    }
    return request;
  }

  private static JsonNode example(JsonNode parameter) {
    return switch (parameter.get("name").textValue()) {
      case "view" -> JSON.getNodeFactory().textNode("harbor.none.json");
      case "products" ->
          parameter.get("in").textValue().equals("query")
              ? JSON.createArrayNode().add("HB1001")
              : parameter.path("example");
      default -> parameter.path("example");
    };
  }
}
