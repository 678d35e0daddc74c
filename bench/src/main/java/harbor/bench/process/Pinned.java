package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A process that may run on one core only; closing it ends it. */
public final class Pinned implements AutoCloseable {
  /** Instead of a core: wherever there is room, also where this process may not run. */
  public static final int ANYWHERE = -1;

  private static final Path ALL_CORES = Path.of("/sys/devices/system/cpu/online");

  private static final Set<Pinned> RUNNING = ConcurrentHashMap.newKeySet();
  private static final int PATIENCE_SECONDS = 20;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Pinned::end)));
  }

  private final String name;
  private final Process process;
  private final Path log;

  private Pinned(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param environment what it finds besides the variables of this process, of which Harbor's and
   *     OpenTelemetry's are withheld
   * @param core the number of the core, or {@link #ANYWHERE}
   * @param logs directory for its output
   */
  public static Pinned start(
      String name, List<String> command, Map<String, String> environment, int core, Path logs) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores(core)));
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned);
    builder.environment().keySet().removeIf(v -> v.matches("(HARBOR|OTEL|NODE|JAVA)_.*"));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(logs);
      Path log = logs.resolve(name + ".log");
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Pinned started = new Pinned(name, process, log);
      RUNNING.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not start; is taskset (util-linux) there?", e);
    }
  }

  private static String cores(int core) {
    try {
      return core == ANYWHERE ? Files.readString(ALL_CORES).strip() : Integer.toString(core);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** From now on all its threads run on these cores. */
  public void runOn(int... cores) {
    String list = IntStream.of(cores).mapToObj(Integer::toString).collect(Collectors.joining(","));
    Command.demand(List.of("taskset", "-a", "-c", "-p", list, Long.toString(pid())));
  }

  /** Everything that it has said. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says a text; throws, with what it said last, when that takes too long. */
  public void awaitSaid(String text, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!log().contains(text)) {
      checkAlive();
      if (System.nanoTime() > end) {
        throw new IllegalStateException(name + " does not become ready:\n" + log());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Throws, with what it said last, when it has ended by itself. */
  public void checkAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " has ended:\n" + log());
    }
  }

  /** A line to its standard input. */
  public void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end();
  }

  private void end() {
    RUNNING.remove(this);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
