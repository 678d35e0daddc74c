package harbor.e2e;

import static org.awaitility.Awaitility.await;

import harbor.allinone.Processes;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.runtime.Environment;
import harbor.kit.service.identity.TestTokens;
import harbor.kit.testing.TestPorts;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A store in a process of its own, started from the jars that {@code ./harbor up} runs. */
public final class Store implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of this build. */
  static final String JARS = System.getProperty("harbor.jars", "");

  private static final List<String> PORTS =
      Stream.concat(
              Processes.ALL.stream().map(process -> Environment.setting(process.name(), "PORT")),
              Stream.of("HARBOR_MANAGEMENT_PORT", "HARBOR_PAYMENTS_NOTICES_PORT"))
          .toList();

  private final Process process;
  private final Path log;
  private final Map<String, String> environment;

  private Store(Process process, Path log, Map<String, String> environment) {
    this.process = process;
    this.log = log;
    this.environment = environment;
  }

  /** A directory for a store's data, below which a {@link Store} also writes its log. */
  public static Path freshData() {
    try {
      return Files.createTempDirectory("store").resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one on free ports and waits until it says that it is ready. */
  public static Store start(Path data, Map<String, String> settings) {
    return start(data, settings, JARS);
  }

  /** The same of another build. */
  static Store start(Path data, Map<String, String> settings, String jars) {
    Store store = launch(data, withPorts(settings), jars);
    try {
      await().atMost(PATIENCE).until(store::isReady);
      return store;
    } catch (ConditionTimeoutException e) {
      String threads = store.threads();
      store.kill();
      throw new IllegalStateException(
          "The store does not start:\n" + store.log() + "\n" + threads, e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The store ended:\n" + log());
    }
    return log().contains("\nHarbor is ready\n");
  }

  /**
   * Starts one without waiting, with exactly these settings besides its data directory and a log of
   * text.
   */
  static Store launch(Path data, Map<String, String> settings) {
    return launch(data, settings, JARS);
  }

  private static Store launch(Path data, Map<String, String> settings, String jars) {
    try {
      Files.createDirectories(data);
      Path log = Files.createTempFile(data.getParent(), "store", ".log");
      Map<String, String> environment = new HashMap<>(settings);
      environment.putIfAbsent("HARBOR_LOG_FORMAT", "text");
      environment.put("HARBOR_DATA", data.toString());
      ProcessBuilder builder = new ProcessBuilder(command(jars, new String[] {"up"}));
      builder.environment().keySet().removeIf(name -> name.matches("(HARBOR|OTEL)_.*"));
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new Store(process, log, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a checkout that is built. */
  static String jars(Path checkout) throws IOException {
    Path target = checkout.resolve("all-in-one/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("harbor-all-in-one-.*T\\.jar"))
              .findFirst()
              .orElseThrow();
      return jar + ":" + target.resolve("lib") + "/*";
    }
  }

  /** Free ports for all that listens. */
  static Map<String, String> withPorts(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    for (String name : PORTS) {
      all.putIfAbsent(name, Integer.toString(TestPorts.next()));
    }
    return all;
  }

  /** The PostgreSQL servers that work in a directory; there should be one at most. */
  public static List<ProcessHandle> postgresOn(Path data) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").contains("postgres"))
        .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
        .toList();
  }

  /** The JVM, its PostgreSQL, and what they started. */
  public Stream<ProcessHandle> processes() {
    Path data = Path.of(environment.getOrDefault("HARBOR_DATA", ""));
    return Stream.concat(Stream.of(process.toHandle()), postgresOn(data).stream())
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .distinct();
  }

  /** What the store and its PostgreSQL take: proportional set size, shared pages counted once. */
  double gibibytes() {
    long kilobytes = processes().mapToLong(process -> proportionalSetSize(process.pid())).sum();
    return kilobytes / 1024.0 / 1024.0;
  }

  private static long proportionalSetSize(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException | UncheckedIOException e) {
      // A connection's process that ended while we looked.
      return 0;
    }
  }

  /** What runs a command of Harbor's in a JVM of its own. */
  static List<String> command(String... arguments) {
    return command(JARS, arguments);
  }

  /** The same of another build. */
  static List<String> command(String jars, String[] arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // a test's store does not live long enough for the second compiler
                "-XX:TieredStopAtLevel=1",
                // as large as with both: at the default of one compiler, 48 MB, the whole heap is
                // collected right when the store is ready, and the first page waits 0.1 s or more
                "-XX:ReservedCodeCacheSize=240m",
                // nor is it collected because classes are loaded
                "-XX:MetaspaceSize=192m",
                "-Xmx512m",
                "-cp",
                jars,
                "harbor.allinone.HarborMain"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Where a process, or the management port of all, listens. */
  public int port(String name) {
    return Integer.parseInt(environment.getOrDefault(Environment.setting(name, "PORT"), "0"));
  }

  String web(String path) {
    return "http://127.0.0.1:" + port("web-bff") + path;
  }

  String mobile(String path) {
    return "http://127.0.0.1:" + port("mobile-bff") + path;
  }

  public String management(String path) {
    return "http://127.0.0.1:" + port("management") + path;
  }

  /** Whether it says that it can answer. */
  public boolean isServing() {
    return Http.text(Http.get(management("/health"))).equals("SERVING\n");
  }

  /**
   * A channel to a core service, whose calls come from a process that their contract names; the
   * caller shuts it down.
   */
  ManagedChannel core(String name) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port(name))
        .usePlaintext()
        .intercept(
            TestTokens.asNamed(
                new KeyFiles(keys()),
                name.toLowerCase(Locale.ROOT),
                Caller.ANONYMOUS,
                InstantSource.system()))
        .build();
  }

  /** The directory of the keys that it made for itself. */
  public Path keys() {
    return Path.of(environment.getOrDefault("HARBOR_DATA", ""), "keys");
  }

  /** The embedded database, as its superuser. */
  String databaseUrl() {
    Matcher port = Pattern.compile("embedded, port (\\d+)").matcher(log());
    if (!port.find()) {
      throw new IllegalStateException("The store says no port of its database:\n" + log());
    }
    return "jdbc:postgresql://127.0.0.1:%s/harbor?user=postgres&password=%s"
        .formatted(port.group(1), databasePassword());
  }

  /** What opens the embedded database. */
  String databasePassword() {
    try {
      return Files.readString(
          Path.of(environment.getOrDefault("HARBOR_DATA", ""), "postgres.password"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** The JVM. */
  public Process process() {
    return process;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end by itself and gives its exit code. */
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The store does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What every thread does, virtual ones too: what is left to see of a store that hangs. */
  private String threads() {
    Path dump = log.resolveSibling(log.getFileName() + ".threads");
    try {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              Long.toString(process.pid()),
              "Thread.dump_to_file",
              dump.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return Files.readString(dump);
    } catch (IOException e) {
      return "no dump of its threads: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL to the JVM alone, as when it crashes. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** SIGTERM, and the wait for a clean end. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      exitCode();
    }
  }
}
