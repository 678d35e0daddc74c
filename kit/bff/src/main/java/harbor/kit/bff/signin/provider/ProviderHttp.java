package harbor.kit.bff.signin.provider;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.RequestOptions;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Carries Nimbus' messages to the provider and back: each with a deadline and a limit of its
 * answer's size, redirects not followed, nothing sent twice. Thread-safe.
 *
 * <p>HTTP/1.1 alone, over connections that are closed soon: one that the provider closes just when
 * a refresh token goes out would leave its fate unknown.
 */
final class ProviderHttp implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 512 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(3);

  private final ClientFactory factory;
  private final WebClient client;

  ProviderHttp(EventLoopGroup loops) {
    factory =
        ClientFactory.builder()
            .workerGroup(loops, false)
            .connectTimeout(CONNECT)
            .idleTimeout(IDLE)
            .build();
    client = WebClient.builder().factory(factory).maxResponseLength(MAX_ANSWER_BYTES).build();
  }

  /** Gets a document. */
  CompletableFuture<HTTPResponse> get(URI address, Duration deadline) {
    return send(
        RequestHeaders.builder(HttpMethod.GET, target(address))
            .set("accept", "application/json")
            .build(),
        "",
        deadline);
  }

  /** Sends a message. */
  CompletableFuture<HTTPResponse> send(HTTPRequest message, Duration deadline) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(
            HttpMethod.valueOf(message.getMethod().name()), target(message.getURI()));
    headers.set("accept", "application/json");
    Map<String, List<String>> own = message.getHeaderMap();
    own.forEach(headers::set);
    String body = message.getBody();
    return send(headers.build(), body == null ? "" : body, deadline);
  }

  private CompletableFuture<HTTPResponse> send(
      RequestHeaders headers, String body, Duration deadline) {
    HttpRequest request =
        body.isEmpty() ? HttpRequest.of(headers) : HttpRequest.of(headers, HttpData.ofUtf8(body));
    return client
        .execute(request, RequestOptions.builder().responseTimeout(deadline).build())
        .aggregate()
        .thenApply(ProviderHttp::message);
  }

  private static HTTPResponse message(AggregatedHttpResponse answer) {
    HTTPResponse message = new HTTPResponse(answer.status().code());
    String type = answer.headers().get("content-type");
    if (type != null) {
      try {
        message.setContentType(type);
      } catch (ParseException _) {
        // a message without a type is refused by whoever reads it
      }
    }
    message.setBody(answer.contentUtf8());
    return message;
  }

  /** {@code h1c} and {@code h1}: without trying HTTP/2 first. */
  private static String target(URI address) {
    return "h1"
        + ("https".equals(address.getScheme()) ? "" : "c")
        + ":"
        + address.getRawSchemeSpecificPart();
  }

  @Override
  public void close() {
    factory.close();
  }
}
