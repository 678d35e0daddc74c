package harbor.e2e.money;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.testing.TestPorts;
import harbor.observability.StoreProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of the store in a JVM of its own, to be killed, ended or paused. */
public final class Apart implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final int port;
  private final int management;
  private final Process process;
  private final Path log;

  private Apart(String name, int port, int management, Process process, Path log) {
    this.name = name;
    this.port = port;
    this.management = management;
    this.process = process;
    this.log = log;
  }

  /** Starts one without waiting for it. */
  public static Apart launch(StoreProcess declared, Map<String, String> settings) {
    int management = TestPorts.next();
    try {
      Path log = Files.createTempFile(declared.name(), ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  // nothing is collected just because classes are loaded or compiled
                  "-XX:MetaspaceSize=128m",
                  "-XX:ReservedCodeCacheSize=240m",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  main(declared.name())));
      builder.environment().keySet().removeIf(name -> name.matches("(HARBOR|OTEL)_.*"));
      builder.environment().putAll(settings);
      builder.environment().put("HARBOR_MANAGEMENT_PORT", Integer.toString(management));
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new Apart(
          declared.name(), MoneySettings.port(settings, declared.name()), management, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code harbor.paymentssandbox.PaymentsSandboxMain} of {@code payments-sandbox}, {@code
   * harbor.web.WebBffMain} of {@code web-bff}.
   */
  private static String main(String name) {
    String type =
        Stream.of(name.split("-", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(joining());
    return "harbor.%s.%sMain".formatted(name.replace("-bff", "").replace("-", ""), type);
  }

  /** Waits until it listens. */
  public Apart ready() {
    await().atMost(PATIENCE).until(() -> listens() || !process.isAlive());
    assertThat(process.isAlive()).as(this::log).isTrue();
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /** Waits until it has ended by itself and gives its exit code. */
  int exitCode() {
    await().atMost(PATIENCE).until(() -> !process.isAlive());
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The address of a page of its management port. */
  public String management(String path) {
    return "http://127.0.0.1:" + management + path;
  }

  /** SIGSTOP. */
  public void pause() {
    Signal.STOP.to(Stream.of(process.toHandle()));
  }

  /** SIGCONT. */
  public void resume() {
    Signal.CONT.to(Stream.of(process.toHandle()));
  }

  /** SIGTERM, and the wait for its end. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(name).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return name + ":\n" + Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
