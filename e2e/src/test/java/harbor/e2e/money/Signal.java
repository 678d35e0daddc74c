package harbor.e2e.money;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A signal that Java cannot send. */
enum Signal {
  /** Nothing of a process runs any more. */
  STOP,
  /** It goes on. */
  CONT;

  /** Sends it to those that are still there. */
  void to(Stream<ProcessHandle> processes) {
    List<String> ids = processes.map(process -> Long.toString(process.pid())).toList();
    try {
      new ProcessBuilder(Stream.concat(Stream.of("kill", "-" + name()), ids.stream()).toList())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
