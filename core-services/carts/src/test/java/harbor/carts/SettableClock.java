package harbor.carts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that a test sets. */
final class SettableClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void set(String instant) {
    now = Instant.parse(instant);
  }

  void advance(Duration time) {
    now = now.plus(time);
  }
}
