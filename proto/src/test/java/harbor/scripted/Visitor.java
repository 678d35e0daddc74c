package harbor.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of a BFF that looks at every answer for what must never be in one, and remembers the ids
 * of all its requests. Thread-safe.
 */
public final class Visitor implements AutoCloseable {
  /** Long enough to stand in no random id, of which "SQL" alone may be a part. */
  private static final List<String> INTERNAL =
      List.of(
          "Exception",
          "harbor.",
          "io.grpc",
          "127.0.0.1",
          "localhost",
          "SQL:",
          "SQL ",
          "SQLSTATE",
          "SELECT ",
          "secret");

  private final URI bff;
  private final HttpClient http;
  private final Map<String, String> correlationByTrace = new ConcurrentHashMap<>();

  /** A client of the BFF on this port. */
  public Visitor(int port, HttpClient.Version version) {
    this.bff = URI.create("http://127.0.0.1:" + port);
    this.http = HttpClient.newBuilder().version(version).build();
  }

  /** An answer, all of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, HttpHeaders headers, byte[] body) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** A header's value, "" when it is not there. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Whether everything that the screen asks for is in it. */
    public boolean isWhole() {
      return status / 100 == 2 && header("x-degraded").isEmpty();
    }

    @Override
    public String toString() {
      return status + " " + headers.map() + " " + text();
    }
  }

  /** Sends a GET; the headers are names and values in turn. */
  public Answer get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Sends a GET for a document of the contract, which names types on purpose. */
  public Answer document(String path, String... headers) {
    return identified(received(request("GET", path, headers).build()));
  }

  /** Sends a request without a body. */
  public Answer send(String method, String path, String... headers) {
    return sent(request(method, path, headers).build());
  }

  /** Sends a request with a body, "" for none, of the type that the headers say. */
  public Answer write(String method, String path, String body, String... headers) {
    return sent(
        request(method, path, headers)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private Answer sent(HttpRequest request) {
    Answer answer = identified(received(request));
    assertNothingInternal(answer);
    return answer;
  }

  private HttpResponse<byte[]> received(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends a GET and waits for nothing. What is given back leaves: over HTTP/1.1 by closing the
   * connection, over HTTP/2 by a reset of the stream.
   */
  public Runnable come(String path, String traceId, String correlationId) {
    if (http.version() == HttpClient.Version.HTTP_2) {
      CompletableFuture<HttpResponse<byte[]>> answer = start(path, traceId, correlationId);
      return () -> answer.cancel(true);
    }
    correlationByTrace.put(traceId, correlationId);
    try {
      Socket socket = new Socket(bff.getHost(), bff.getPort());
      socket
          .getOutputStream()
          .write(
              """
              GET %s HTTP/1.1\r
              Host: shop\r
              traceparent: 00-%s-b7ad6b7169203331-01\r
              x-correlation-id: %s\r
              \r
              """
                  .formatted(path, traceId, correlationId)
                  .getBytes(StandardCharsets.US_ASCII));
      return () -> {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET with these ids. */
  public CompletableFuture<HttpResponse<byte[]>> start(
      String path, String traceId, String correlationId) {
    correlationByTrace.put(traceId, correlationId);
    String traceparent = "00-" + traceId + "-b7ad6b7169203331-01";
    return http.sendAsync(
        request("GET", path, "traceparent", traceparent, "x-correlation-id", correlationId).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The correlation id of the request with this trace, "" when there was none. */
  String correlationId(String traceId) {
    return correlationByTrace.getOrDefault(traceId, "");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private HttpRequest.Builder request(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bff.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private Answer identified(HttpResponse<byte[]> response) {
    Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
    String traceId = answer.header("x-trace-id");
    assertThat(traceId).matches("[0-9a-f]{32}");
    assertThat(answer.header("traceresponse")).startsWith("00-" + traceId + "-");
    assertThat(answer.header("x-correlation-id")).matches("[A-Za-z0-9._-]{1,64}");
    correlationByTrace.put(traceId, answer.header("x-correlation-id"));
    return answer;
  }

  /**
   * The one header that names a type of ours on purpose is the schema version; an entity tag is a
   * hash, in which any three letters may stand.
   */
  private static void assertNothingInternal(Answer answer) {
    assertThat(answer.text()).doesNotContain(INTERNAL);
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (name.equals("x-schema-version")) {
                assertThat(values)
                    .singleElement()
                    .asString()
                    .matches("harbor\\.[a-z]+\\.v\\d+\\.[A-Z][A-Za-z]+; \\d+\\.\\d+");
              } else if (name.equals("etag")) {
                assertThat(values).singleElement().asString().matches("(W/)?\"[A-Za-z0-9_-]+\"");
              } else {
                assertThat(name + ": " + values).doesNotContain(INTERNAL);
              }
            });
  }
}
