package harbor.kit.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that a test sets. */
public final class SettableClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** From now on it is that time. */
  public void set(String instant) {
    now = Instant.parse(instant);
  }

  /** From now on it is so much later. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
