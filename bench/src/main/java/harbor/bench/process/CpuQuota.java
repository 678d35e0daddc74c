package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A part of a core that processes may take, by the kernel's bandwidth control (control groups of
 * version 1 or 2): so that whoever asks them has the means to ask for many times what they can
 * answer.
 */
public final class CpuQuota implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** Short: a process that used up its part stands still until the next one begins. */
  private static final int PERIOD_MICROS = 5_000;

  private final Path group;
  private final Path everybody;

  private CpuQuota(Path group, Path everybody) {
    this.group = group;
    this.everybody = everybody;
  }

  /** A part of one core, in percent; empty where this process may not set it, which takes root. */
  public static Optional<CpuQuota> of(int percent) {
    Path second = ROOT.resolve("cgroup.subtree_control");
    Path parent = Files.exists(second) ? ROOT : ROOT.resolve("cpu");
    Path group = parent.resolve("harbor-bench-" + ProcessHandle.current().pid());
    int quota = PERIOD_MICROS * percent / 100;
    try {
      if (parent.equals(ROOT)) {
        Files.writeString(second, "+cpu");
        Files.createDirectory(group);
        Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
      } else {
        Files.createDirectory(group);
        Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
      }
      return Optional.of(new CpuQuota(group, parent.resolve("cgroup.procs")));
    } catch (IOException e) {
      System.out.println("  no part of a core can be set: " + e);
      return Optional.empty();
    }
  }

  /** From now on it shares this part. */
  public void take(Pinned process) {
    write(group.resolve("cgroup.procs"), process);
  }

  /** From now on it is as free as others. */
  public void release(Pinned process) {
    write(everybody, process);
  }

  private static void write(Path procs, Pinned process) {
    try {
      Files.writeString(procs, Long.toString(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody may be left in it. */
  @Override
  public void close() {
    try {
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
