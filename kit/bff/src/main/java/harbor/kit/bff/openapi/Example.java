package harbor.kit.bff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was made and what it was answered, to be shown.
 *
 * @param name names it within the BFF
 * @param method of HTTP
 * @param path pattern of its route
 * @param parameters of path and query that the request gave
 * @param request its body as JSON; empty where it had none
 * @param status of the answer
 * @param answer the body as JSON; empty where it had none
 */
public record Example(
    String name,
    String method,
    String path,
    Map<String, List<String>> parameters,
    Optional<JsonNode> request,
    int status,
    Optional<JsonNode> answer) {
  /** Copies the map. */
  public Example {
    parameters = Map.copyOf(parameters);
  }
}
