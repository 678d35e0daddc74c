package harbor.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real BFF over scripted core services, for the tests of one class.
 *
 * <p>Each test starts with an ordinary product on sale and a BFF that has answered wholly. After
 * each test every call that arrived at a core must have been within its deadline and have carried
 * the trace and correlation id of the answer that it was made for.
 */
public final class ScriptedStore
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String path;
  private final Function<ScriptedCores, RunningBff> starter;
  private @Nullable ScriptedCores cores;
  private @Nullable RunningBff bff;
  private @Nullable Visitor visitor;

  /**
   * A BFF that is running.
   *
   * @param deadlines the deadline of each gRPC method that it may call, by full name
   * @param closing stops it
   */
  public record RunningBff(int port, Map<String, Duration> deadlines, AutoCloseable closing) {
    /** Copies the map. */
    public RunningBff {
      deadlines = Map.copyOf(deadlines);
    }
  }

  /**
   * A store.
   *
   * @param path a page that is whole once all is warm
   * @param starter starts the BFF
   */
  public ScriptedStore(String path, Function<ScriptedCores, RunningBff> starter) {
    this.path = path;
    this.starter = starter;
  }

  /** The core services. */
  public ScriptedCores cores() {
    return Objects.requireNonNull(cores, "started");
  }

  /** A client that speaks HTTP/1.1. */
  public Visitor visitor() {
    return Objects.requireNonNull(visitor, "started");
  }

  /** A further client. */
  public Visitor visitor(HttpClient.Version version) {
    return visitor(version, port());
  }

  /** A client of another BFF. */
  public Visitor visitor(HttpClient.Version version, int port) {
    return new Visitor(port, version);
  }

  /** The port of the BFF. */
  public int port() {
    return Objects.requireNonNull(bff, "started").port();
  }

  /** Waits until the page is whole. */
  public void awaitWhole() {
    await().atMost(PATIENCE).until(() -> visitor().get(path), Visitor.Answer::isWhole);
  }

  /** What must be true of each call that arrived, for requests of this client. */
  public void assertCallsBelongTo(Visitor client) {
    for (Arrival arrival : cores().arrivals()) {
      assertThat(arrival.correlationId())
          .as("%s", arrival)
          .isEqualTo(client.correlationId(arrival.traceId()));
      Duration deadline = Objects.requireNonNull(bff).deadlines().get(arrival.method());
      assertThat(arrival.timeout()).as("%s", arrival).isPositive().isLessThanOrEqualTo(deadline);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ScriptedCores started = ScriptedCores.start();
    cores = started;
    RunningBff running = starter.apply(started);
    bff = running;
    visitor = new Visitor(running.port(), HttpClient.Version.HTTP_1_1);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    cores().sell(CoreProduct.ordinary());
    awaitWhole();
    cores().forget();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    cores().assertDeadlines();
    assertCallsBelongTo(visitor());
    cores().forget();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    visitor().close();
    Objects.requireNonNull(bff).closing().close();
    cores().close();
  }
}
