package harbor.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page, and who asks for it.
 *
 * @param headers those of whoever asks
 * @param ofASession whether nobody has it without a session
 */
record Page(URI address, Map<String, String> headers, boolean ofASession) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Copies the headers. */
  Page {
    headers = Map.copyOf(headers);
  }

  /**
   * What was answered.
   *
   * @param took from the request to the last byte
   */
  record Answer(int status, Map<String, String> headers, String body, Duration took) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /** The body; one that is no JSON is missing. */
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException _) {
        return JSON.missingNode();
      }
    }

    /** Which fields it has, down to the deepest; elements of a list are not told apart. */
    Set<String> fields() {
      Set<String> fields = new TreeSet<>();
      collect("", json(), fields);
      return fields;
    }

    private static void collect(String at, JsonNode node, Set<String> fields) {
      fields.add(at);
      node.properties()
          .forEach(field -> collect(at + "/" + field.getKey(), field.getValue(), fields));
      if (node.isArray()) {
        node.forEach(element -> collect(at + "/*", element, fields));
      }
    }
  }

  /** Asks for it; empty when there is no answer, or none in ten seconds. */
  Optional<Answer> ask() {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
    headers.forEach(request::header);
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      Map<String, String> said = new HashMap<>();
      answer.headers().map().forEach((name, values) -> said.put(name, String.join(", ", values)));
      return Optional.of(
          new Answer(
              answer.statusCode(),
              Map.copyOf(said),
              answer.body(),
              Duration.ofNanos(System.nanoTime() - start)));
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Without who asks, which is a secret. */
  @Override
  public String toString() {
    return address.getPath();
  }
}
