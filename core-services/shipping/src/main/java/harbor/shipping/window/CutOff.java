package harbor.shipping.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * The time of day before which orders leave the same day, by the clocks of the place.
 *
 * <p>On the day on which clocks are set back, a time that comes twice counts the first time: a
 * later order never leaves earlier. On the day on which they are set forward, a time that is
 * skipped is the moment of the change.
 */
public record CutOff(LocalTime time) {
  /** The day on which an order of that moment leaves a place of that zone. */
  public LocalDate departure(Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    return at.isBefore(on(day, zone)) ? day : day.plusDays(1);
  }

  /** The moment of a day. */
  public Instant on(LocalDate day, ZoneId zone) {
    LocalDateTime local = day.atTime(time);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.of(local, zone).withEarlierOffsetAtOverlap().toInstant();
  }
}
