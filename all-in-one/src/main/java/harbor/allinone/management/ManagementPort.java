package harbor.allinone.management;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.ManagementSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The management port that a command asks, as a mixin of it. */
public final class ManagementPort {
  private static final Duration TIME = Duration.ofSeconds(10);

  @Option(
      names = "--management",
      paramLabel = "HOST:PORT",
      description =
          "The management port of a process; otherwise this machine and HARBOR_MANAGEMENT_PORT.")
  private @Nullable String target;

  private final Environment environment;

  /** With the settings of the store. */
  public ManagementPort(Environment environment) {
    this.environment = environment;
  }

  /** Where it is, {@code host:port}. */
  public String address() {
    return target == null ? "127.0.0.1:" + ManagementSettings.from(environment).port() : target;
  }

  /**
   * Asks it; GET unless the request is made another one.
   *
   * @throws IOException when nobody answers
   */
  public HttpResponse<String> ask(String path, UnaryOperator<HttpRequest.Builder> request)
      throws IOException {
    URI address = URI.create("http://" + address() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.apply(HttpRequest.newBuilder(address).timeout(TIME)).build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
