package harbor.pricing.offer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Days in a zone, as a shop states them. As time they are half-open: from the begin of the first
 * day up to, not including, the begin of the day after the last one.
 *
 * @param first empty: from ever
 * @param last that day included; empty: for ever
 * @param zone in which days begin; counts only where there is a day
 */
record Days(Optional<LocalDate> first, Optional<LocalDate> last, ZoneId zone) {
  /** When it begins. */
  Optional<Instant> startsAt() {
    return first.map(this::begin);
  }

  /** When it is over. */
  Optional<Instant> endsAt() {
    return last.map(day -> begin(day.plusDays(1)));
  }

  /** Whether a time is within. */
  boolean include(Instant time) {
    return startsAt().map(start -> !time.isBefore(start)).orElse(true)
        && endsAt().map(time::isBefore).orElse(true);
  }

  private Instant begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
