package harbor.bench.process;

import java.util.List;

/** Where this process may run. */
public final class Affinity {
  private Affinity() {}

  /** From now on it, and what it starts, runs on these two cores. */
  public static void runOn(int one, int other) {
    Command.demand(
        List.of(
            "taskset",
            "-a",
            "-c",
            "-p",
            one + "," + other,
            Long.toString(ProcessHandle.current().pid())));
  }
}
