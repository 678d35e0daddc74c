package harbor.kit.runtime;

import java.time.Duration;

/** How long work under way may take to end once a process was told to stop. */
public final class DrainTime {
  private DrainTime() {}

  /** Reads {@code HARBOR_DRAIN_MS}. */
  public static Duration from(Environment environment) {
    return environment.millis(
        "HARBOR_DRAIN_MS",
        Duration.ofSeconds(5),
        Duration.ZERO,
        Duration.ofMinutes(5),
        "Milliseconds that work under way may take to end after SIGTERM.");
  }
}
