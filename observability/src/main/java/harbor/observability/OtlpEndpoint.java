package harbor.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where OTLP goes, as {@code OTEL_EXPORTER_OTLP_*} says; the exporter itself keeps it to itself.
 */
final class OtlpEndpoint {
  private OtlpEndpoint() {}

  /** Host and port, not yet resolved. */
  static InetSocketAddress of(ConfigProperties config) {
    String url = setting(config, "endpoint", defaultUrl(setting(config, "protocol", "grpc")));
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        int schemePort = "https".equals(uri.getScheme()) ? 443 : 80;
        return InetSocketAddress.createUnresolved(
            uri.getHost(), uri.getPort() < 0 ? schemePort : uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw new ConfigurationException(message(url), e);
    }
    throw new ConfigurationException(message(url));
  }

  /** What is set for traces goes before what is set for all of OTLP. */
  private static String setting(ConfigProperties config, String name, String otherwise) {
    return config.getString(
        "otel.exporter.otlp.traces." + name,
        config.getString("otel.exporter.otlp." + name, otherwise));
  }

  private static String defaultUrl(String protocol) {
    return protocol.equals("grpc") ? "http://localhost:4317" : "http://localhost:4318";
  }

  private static String message(String url) {
    return "OTEL_EXPORTER_OTLP_ENDPOINT: " + url + " (expected: like http://localhost:4317)";
  }
}
