package harbor.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.concurrent.atomic.AtomicBoolean;

/** The metrics of the JVM itself, in one registry at a time: the first that asks has them. */
final class JvmMetrics implements AutoCloseable {
  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  private final boolean mine = TAKEN.compareAndSet(false, true);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  JvmMetrics(MeterRegistry registry) {
    if (mine) {
      garbageCollection.bindTo(registry);
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new JvmInfoMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
    }
  }

  @Override
  public void close() {
    garbageCollection.close();
    if (mine) {
      TAKEN.set(false);
    }
  }
}
