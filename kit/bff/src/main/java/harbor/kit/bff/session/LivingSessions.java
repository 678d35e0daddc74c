package harbor.kit.bff.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The gauge {@code harbor.bff.sessions}: how many sessions have not ended, as their store said a
 * few seconds ago; {@code NaN} while it does not answer. A scrape asks nobody. Its tag {@code
 * store} says whose they are: those in memory are of one process, those in Redis of all instances,
 * each of which shows the same number. Thread-safe.
 */
final class LivingSessions {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final SessionStore store;
  private volatile double count = Double.NaN;

  LivingSessions(SessionStore store) {
    this.store = store;
  }

  /** Shows it, and looks from now on as long as the timers run. */
  void measure(MeterRegistry metrics, ScheduledExecutorService timers) {
    Gauge.builder("harbor.bff.sessions", this, sessions -> sessions.count)
        .description("Sessions that have not ended")
        .tag("store", store.name())
        .strongReference(true)
        .register(metrics);
    var _ = timers.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks the store. */
  void look() {
    var _ =
        store
            .count()
            .whenComplete((found, failure) -> count = failure == null ? found : Double.NaN);
  }
}
