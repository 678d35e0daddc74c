package harbor.bench.products;

import harbor.bench.load.LoadResult;
import harbor.bench.process.Allocation;
import harbor.bench.process.Usage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a load cost its target.
 *
 * @param compilerMillis part of the CPU time that went to a JVM's compiler
 * @param allocated bytes; not a number where it cannot be had
 */
record Spent(LoadResult load, double cpuMillis, double compilerMillis, double allocated) {
  static Spent in(Supplier<LoadResult> window, Target target, @Nullable Allocation allocation) {
    long pid = target.process().pid();
    long bytes = allocation == null ? 0 : allocation.bytes();
    long compiling = Usage.compilerMillis(pid);
    long cpu = Usage.cpuMillis(pid);
    LoadResult load = window.get();
    return new Spent(
        load,
        Usage.cpuMillis(pid) - cpu,
        Usage.compilerMillis(pid) - compiling,
        allocation == null ? Double.NaN : allocation.bytes() - bytes);
  }

  /** The compiler's share of the CPU time. */
  double compiling() {
    return compilerMillis / Math.max(1, cpuMillis);
  }
}
