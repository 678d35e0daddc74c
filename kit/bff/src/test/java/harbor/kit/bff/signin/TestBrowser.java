package harbor.kit.bff.signin;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps cookies as a browser does, and everything that it was told; goes nowhere by itself. */
final class TestBrowser {
  private final WebClient client;
  private final String site;
  private final Map<String, String> jar = new TreeMap<>();
  private final List<String> seen = new ArrayList<>();

  /** At a BFF. */
  TestBrowser(int port) {
    site = "http://localhost:" + port;
    client =
        WebClient.builder("h1c://127.0.0.1:" + port).responseTimeout(Duration.ofMinutes(1)).build();
  }

  AggregatedHttpResponse get(String path, String... headers) {
    return send(HttpMethod.GET, path, "", headers);
  }

  AggregatedHttpResponse send(HttpMethod method, String path, String body, String... headers) {
    RequestHeadersBuilder builder =
        RequestHeaders.builder(method, path)
            .set(HttpHeaderNames.HOST, site.substring("http://".length()));
    if (!jar.isEmpty()) {
      builder.set(HttpHeaderNames.COOKIE, cookies());
    }
    if (method == HttpMethod.POST) {
      builder.set(HttpHeaderNames.ORIGIN, site);
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      builder.set(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    AggregatedHttpResponse answer =
        client.execute(HttpRequest.of(builder.build(), HttpData.ofUtf8(body))).aggregate().join();
    answer.headers().getAll(HttpHeaderNames.SET_COOKIE).forEach(this::keep);
    seen.add(answer.headers() + "\n" + answer.contentUtf8());
    return answer;
  }

  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    if (line.contains("Max-Age=0")) {
      jar.remove(name);
    } else {
      jar.put(name, pair.substring(name.length() + 1));
    }
  }

  String site() {
    return site;
  }

  String cookies() {
    return jar.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining("; "));
  }

  /** The value of its session's cookie; empty without one. */
  String session() {
    return jar.entrySet().stream()
        .filter(one -> one.getKey().matches("__Host-Http-harbor-[a-z]+-\\d+"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  Map<String, String> jar() {
    return jar;
  }

  /** All answers that it got. */
  String seen() {
    return String.join("\n", seen);
  }
}
