package harbor.pricing;

import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A price below the regular one, in force exactly within its range.
 *
 * @param minor what a customer pays meanwhile, in minor units
 * @param startsAt its first moment; empty: it has begun with what stated it
 * @param endsAt the moment after its last one; empty: until another price is stated
 */
record Sale(long minor, Optional<Instant> startsAt, Optional<Instant> endsAt) {
  /** Checks the range; the database keeps microseconds. */
  Sale {
    startsAt = startsAt.map(Sale::micros);
    endsAt = endsAt.map(Sale::micros);
    if (startsAt.isPresent()
        && endsAt.isPresent()
        && !startsAt.orElseThrow().isBefore(endsAt.orElseThrow())) {
      throw new InvalidField(
          "sale_ends_at",
          "%s (expected: after sale_starts_at, %s)."
              .formatted(endsAt.orElseThrow(), startsAt.orElseThrow()));
    }
  }

  /** A sale without a range. */
  static Sale unbounded(long minor) {
    return new Sale(minor, Optional.empty(), Optional.empty());
  }

  /** Whether it is in force at a moment. */
  boolean isInForce(Instant moment) {
    return startsAt.map(start -> !moment.isBefore(start)).orElse(true) && !isOver(moment);
  }

  /** Whether it has ended at a moment. */
  boolean isOver(Instant moment) {
    return endsAt.map(end -> !moment.isBefore(end)).orElse(false);
  }

  private static Instant micros(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }
}
