package harbor.allinone.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jaeger's query API, version 3: a trace is OTLP in JSON, in one or several parts. */
final class JaegerTraces implements TraceSource, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;

  /**
   * Nothing is asked yet.
   *
   * @param base where Jaeger's pages are, like {@code http://localhost:16686}
   */
  JaegerTraces(URI base) {
    this.base = base;
  }

  @Override
  public List<TraceSpan> spans(String traceId) throws IOException {
    HttpResponse<String> response = get(URI.create(base + "/api/v3/traces/" + traceId));
    return switch (response.statusCode()) {
      case 200 -> parts(response.body(), traceId);
      case 404 -> List.of();
      default -> throw new IOException("it answers with status " + response.statusCode());
    };
  }

  private HttpResponse<String> get(URI uri) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException("nothing listens there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static List<TraceSpan> parts(String body, String traceId) throws IOException {
    List<TraceSpan> spans = new ArrayList<>();
    try (MappingIterator<JsonNode> parts = JSON.readerFor(JsonNode.class).readValues(body)) {
      while (parts.hasNext()) {
        spans.addAll(OtlpJson.spans(parts.next().path("result"), traceId));
      }
    }
    return spans;
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "Jaeger at " + base;
  }
}
