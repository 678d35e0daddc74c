package harbor.kit.service.table;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** What values a column has. */
enum Kind {
  TEXT("text", "a text of at most 254 characters"),
  NUMBER("bigint", "a whole number"),
  FLAG("boolean", "true or false"),
  TIME("timestamptz", "a time like 2026-11-28T09:30:00Z"),
  DAY("date", "a date like 2026-11-28");

  private static final int MAX_TEXT = 254;

  private final String type;
  private final String expected;

  Kind(String type, String expected) {
    this.type = type;
    this.expected = expected;
  }

  /** The type of PostgreSQL that a value is cast to. */
  String type() {
    return type;
  }

  /** What a value looks like, for people. */
  String expected() {
    return expected;
  }

  /** SQL that says a value as text, as {@link #canonical} writes it. */
  String text(String sql) {
    return this == TIME
        ? "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')".formatted(sql)
        : "CAST(%s AS text)".formatted(sql);
  }

  /**
   * The one way to write a value.
   *
   * @throws IllegalArgumentException when it is none
   */
  String canonical(String value) {
    try {
      return switch (this) {
        case TEXT -> Fields.text("value", value, MAX_TEXT);
        case NUMBER -> Long.toString(Long.parseLong(value));
        case FLAG -> flag(value);
        case TIME -> Fields.instant("value", instant(value)).toString();
        case DAY -> LocalDate.parse(value).toString();
      };
    } catch (DateTimeException e) {
      throw new InvalidField("value", String.valueOf(e.getMessage()));
    }
  }

  private static Instant instant(String value) {
    return OffsetDateTime.parse(value).toInstant();
  }

  private static String flag(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidField("value", "No flag (expected: true or false).");
    }
    return value;
  }
}
