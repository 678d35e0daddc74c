package harbor.importer.table;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Moments as a feed writes them: an instant, a time with offset, or a day. */
final class TimeText {
  private static final int DAY_LENGTH = "2026-01-31".length();

  private TimeText() {}

  /** The moment, of a day its beginning in UTC; empty when the text is none. */
  static Optional<Timestamp> parse(String text) {
    try {
      Instant instant =
          text.length() == DAY_LENGTH
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return Optional.of(
          Timestamp.newBuilder()
              .setSeconds(instant.getEpochSecond())
              .setNanos(instant.getNano())
              .build());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
