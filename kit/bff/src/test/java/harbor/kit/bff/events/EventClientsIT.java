package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.testing.ProofReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients in one process, a BFF in another, and a service that is restarted under them: what each
 * client costs, and that the last state of every key arrives.
 */
class EventClientsIT {
  private static final int KEYS_EACH = 5;
  private static final int PROOF_KEYS = 1_000;
  private static final int SLOW_KEYS = 50;
  private static final int LAST_VERSION = 1_000_000;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  /**
   * What the BFF takes.
   *
   * @param streams open ones
   * @param heap live bytes
   * @param rss bytes of the process
   */
  private record Memory(long streams, long heap, long rss) {}

  /**
   * What the clients have seen.
   *
   * @param pairs of a client and a key
   * @param current pairs that have seen the version
   * @param backwards how often an older version came after a newer one
   * @param closed clients whose connection was closed
   * @param events events of all
   */
  private record Seen(long pairs, long current, long backwards, long closed, long events) {}

  /**
   * A line of the report.
   *
   * @param what was measured
   * @param value with its unit
   */
  private record Figure(String what, String value) {}

  @Test
  void lastStateOfEveryKey_reachesEveryClient_whateverHappensToTheService() {
    run(300, 100);
  }

  @Test
  @Tag("proof")
  @Tag("events")
  void lastStateOfEveryKey_reachesTenThousandClients() {
    ProofReport report =
        new ProofReport(
            "events",
            ("One BFF with two event loops, a core service, and all clients in a process of their"
                    + " own, on one machine. Each client names up to %d of %,d products, over an"
                    + " HTTP/1.1 connection of its own. Then states change while the core service"
                    + " stops and starts again, once with and once without what it knew of"
                    + " changes. One more client names %d products and reads nothing meanwhile.")
                .formatted(KEYS_EACH, PROOF_KEYS, SLOW_KEYS),
            "what",
            "figure");

    run(10_000, PROOF_KEYS).forEach(figure -> report.row(figure.what(), figure.value()));

    report.write();
  }

  private static List<Figure> run(int count, int keyCount) {
    List<String> keys = IntStream.range(0, keyCount).mapToObj(i -> "k" + i).toList();
    try (CoreOfVersions core = new CoreOfVersions();
        Child bff = Child.of(EventClientsBff.class, List.of(), core.target())) {
      core.change(keys);
      int port = Integer.parseInt(bff.line());
      // classes are loaded and code is compiled before anything is measured
      try (Child warm = clients(port, count / 10 + 1, keyCount)) {
        seen(warm, 1, seen -> seen.current() == seen.pairs());
      }
      Memory before = memory(bff, memory -> memory.streams() == 0);
      try (Child clients = clients(port, count, keyCount)) {
        seen(clients, 1, seen -> seen.current() == seen.pairs());
        Memory idle = memory(bff, memory -> memory.streams() == count);
        return changes(core, bff, clients, port, keys, before, idle);
      }
    }
  }

  private static List<Figure> changes(
      CoreOfVersions core,
      Child bff,
      Child clients,
      int port,
      List<String> keys,
      Memory before,
      Memory idle) {
    String slowKeys =
        String.join("&", keys.stream().limit(SLOW_KEYS).map(key -> "products=" + key).toList());
    try (SocketClient slow = new SocketClient(port, "GET", "/events?" + slowKeys)) {
      slow.until("\"k0\"");
      rounds(core, keys, 2);
      seen(clients, 3, seen -> seen.current() == seen.pairs());
      core.goesDown();
      rounds(core, keys, 2);
      core.comesUp();
      seen(clients, 5, seen -> seen.current() == seen.pairs());
      rounds(core, keys, 2);
      core.goesDown();
      core.forgetsChanges();
      rounds(core, keys, 2);
      core.comesUp();
      long begin = System.nanoTime();
      core.set(keys, LAST_VERSION);
      Seen end = seen(clients, LAST_VERSION, seen -> seen.current() == seen.pairs());
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      Memory busy = memory(bff, memory -> memory.streams() == idle.streams() + 1);
      String slowGot = "";
      for (String key : keys.subList(0, SLOW_KEYS)) {
        slowGot =
            slow.until("{\"field\":\"%s\",\"description\":\"%d\"".formatted(key, LAST_VERSION));
      }

      assertThat(end.backwards()).isZero();
      assertThat(end.closed()).isZero();
      long clientCount = idle.streams();
      return List.of(
          new Figure("clients", "%,d".formatted(clientCount)),
          new Figure(
              "each idle client, live heap",
              "%.2f KB".formatted((idle.heap() - before.heap()) / 1024.0 / clientCount)),
          new Figure(
              "the process, resident, before and with all clients",
              "%d and %d MB".formatted(before.rss() >> 20, idle.rss() >> 20)),
          new Figure(
              "each client after the changes, live heap",
              "%.2f KB".formatted((busy.heap() - before.heap()) / 1024.0 / clientCount)),
          new Figure(
              "clients' keys of which the last state arrived",
              "%,d of %,d".formatted(end.current(), end.pairs())),
          new Figure("older states after newer ones", "%d".formatted(end.backwards())),
          new Figure("connections lost", "%d".formatted(end.closed())),
          new Figure("events in all", "%,d".formatted(end.events())),
          new Figure(
              "from the last change, of all %,d keys, to all clients".formatted(keys.size()),
              "%,d ms".formatted(took)),
          new Figure(
              "events of %d keys to the client that read nothing".formatted(SLOW_KEYS),
              "%,d".formatted(slowGot.split("event: product", -1).length - 1)));
    }
  }

  private static void rounds(CoreOfVersions core, List<String> keys, int rounds) {
    for (int i = 0; i < rounds; i++) {
      for (int from = 0; from < keys.size(); from += 100) {
        core.change(keys.subList(from, Math.min(keys.size(), from + 100)));
      }
    }
  }

  private static Child clients(int port, int count, int keyCount) {
    return Child.of(
        EventClients.class,
        List.of(),
        Integer.toString(port),
        Integer.toString(count),
        Integer.toString(KEYS_EACH),
        Integer.toString(keyCount));
  }

  private static Memory memory(Child bff, Predicate<Memory> expected) {
    return bff.ask("memory", line -> numbers(line, f -> new Memory(f[0], f[1], f[2])), expected);
  }

  private static Seen seen(Child clients, int version, Predicate<Seen> expected) {
    return clients.ask(
        Integer.toString(version),
        line -> numbers(line, f -> new Seen(f[0], f[1], f[2], f[3], f[4])),
        expected);
  }

  private static <T> T numbers(String line, Function<long[], T> made) {
    return made.apply(Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray());
  }

  /** A process of this class path that answers lines with lines. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
      this.process = process;
      this.out = process.inputReader(UTF_8);
    }

    static Child of(Class<?> main, List<String> options, String... arguments) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx1g",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow"));
      command.addAll(options);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(Arrays.asList(arguments));
      try {
        return new Child(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The next line that is no log line: those begin with a time. */
    String line() {
      try {
        String line = out.readLine();
        while (line != null && line.matches("\\d\\d:.*")) {
          line = out.readLine();
        }
        if (line == null) {
          throw new AssertionError("the process has ended");
        }
        return line;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Asks until the answer is as expected. */
    <T> T ask(String question, Function<String, T> read, Predicate<T> expected) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (true) {
        try {
          process.outputWriter(UTF_8).write(question + "\n");
          process.outputWriter(UTF_8).flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        T answer = read.apply(line());
        if (expected.test(answer)) {
          return answer;
        }
        assertThat(System.nanoTime()).as("time for %s", answer).isLessThan(end);
      }
    }

    @Override
    public void close() {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
