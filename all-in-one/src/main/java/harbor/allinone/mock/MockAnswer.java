package harbor.allinone.mock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What is answered.
 *
 * @param type media type of the body
 * @param headers further ones
 * @param body empty for an answer without one
 */
record MockAnswer(int status, String type, Map<String, String> headers, Optional<JsonNode> body) {
  MockAnswer {
    headers = Map.copyOf(headers);
  }
}
