package harbor.importer.table;

import com.google.protobuf.Timestamp;
import harbor.type.v1.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The cells of one row by column name, and what is wrong with them. A reader of rows takes
 * everything it needs, says {@link #refuse} or {@link #remark} where something cannot be used, and
 * ends with {@link #row}, so that one pass names every fault of a row.
 */
public final class Cells {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final long line;
  private final int characters;
  private final Function<String, String> values;
  private final List<String> faults = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  Cells(long line, int characters, Function<String, String> values) {
    this.line = line;
    this.characters = characters;
    this.values = values;
  }

  /** The cell as it stands; empty when there is no such column. */
  public String raw(String column) {
    return values.apply(column);
  }

  /** The cell as one clean line. */
  public String text(String column) {
    return Text.line(raw(column));
  }

  /** As {@link #text}; longer than {@code max} is shortened with a remark. */
  public String text(String column, int max) {
    return atMost(column, text(column), max);
  }

  /** As {@link #text(String, int)} with line breaks. */
  public String paragraphs(String column, int max) {
    return atMost(column, Text.paragraphs(raw(column)), max);
  }

  private String atMost(String column, String value, int max) {
    if (value.length() > max) {
      remark(column, "shortened from %d to %d characters".formatted(value.length(), max));
    }
    return Text.shorten(value, max);
  }

  /** As {@link #text(String, int)}; empty is refused. */
  public String required(String column, int max) {
    String value = text(column, max);
    if (value.isEmpty()) {
      refuse(column, "is empty");
    }
    return value;
  }

  /**
   * An id of 1 to 64 letters, digits, points, hyphens and underscores; anything else is refused.
   */
  public String id(String column) {
    String value = text(column);
    if (!ID.matcher(value).matches()) {
      refuse(column, quoted(value) + " is not an id of 1 to 64 letters, digits, '.', '-' or '_'");
    }
    return value;
  }

  /** Money; empty for an empty cell, refused when it cannot be read. */
  public Optional<Money> money(String column) {
    String value = text(column);
    Optional<Money> money = MoneyText.parse(value);
    if (money.isEmpty() && !value.isEmpty()) {
      refuse(column, quoted(value) + " is not an amount such as 12.34 GBP");
    }
    return money;
  }

  /** A whole number; empty for an empty cell, refused when it cannot be read or lies outside. */
  public OptionalLong number(String column, long min, long max) {
    String value = text(column);
    OptionalLong number = NumberText.whole(value, min, max);
    if (number.isEmpty() && !value.isEmpty()) {
      refuse(column, "%s is not a whole number from %d to %d".formatted(quoted(value), min, max));
    }
    return number;
  }

  /** A whole number that the row can do without: what cannot be used is left out with a remark. */
  public int optionalNumber(String column, int min, int max, int otherwise) {
    String value = text(column);
    OptionalLong number = NumberText.whole(value, min, max);
    if (number.isEmpty() && !value.isEmpty()) {
      remark(
          column,
          "%s left out: not a whole number from %d to %d".formatted(quoted(value), min, max));
    }
    return (int) number.orElse(otherwise);
  }

  /** A weight or length that the row can do without; 0 when unknown. */
  public int measure(String column, Function<String, OptionalInt> reading, String example) {
    String value = text(column);
    OptionalInt measure = reading.apply(value);
    if (measure.isEmpty() && !value.isEmpty()) {
      remark(column, "%s left out: not a measure such as %s".formatted(quoted(value), example));
    }
    return measure.orElse(0);
  }

  /** A value of a fixed form that the row can do without. */
  public String optional(String column, Pattern form, String expected) {
    String value = text(column);
    if (value.isEmpty() || form.matcher(value).matches()) {
      return value;
    }
    remark(column, quoted(value) + " left out: not " + expected);
    return "";
  }

  /** A required decimal number within bounds. */
  public double decimal(String column, double min, double max) {
    String value = text(column);
    OptionalDouble number = NumberText.decimal(value, min, max);
    if (number.isEmpty()) {
      refuse(column, "%s is not a number from %s to %s".formatted(quoted(value), min, max));
    }
    return number.orElse(0);
  }

  /** A required moment: an instant, a time with offset, or a day (its beginning in UTC). */
  public Timestamp timestamp(String column) {
    String value = text(column);
    Optional<Timestamp> time = TimeText.parse(value);
    if (time.isEmpty()) {
      refuse(column, quoted(value) + " is not a time such as 2026-01-31T09:30:00Z");
    }
    return time.orElse(Timestamp.getDefaultInstance());
  }

  /** The first entries of a list that was read from a cell; a longer one is cut with a remark. */
  public <T> List<T> atMost(String column, List<T> list, int max) {
    if (list.size() <= max) {
      return list;
    }
    remark(column, "has %d entries, the first %d are kept".formatted(list.size(), max));
    return list.subList(0, max);
  }

  /** Yes or no; empty means no. */
  public boolean flag(String column) {
    String value = text(column).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0", "" -> false;
      default -> {
        remark(column, quoted(value) + " counts as no: neither yes nor no");
        yield false;
      }
    };
  }

  /** The row cannot be stored. */
  public void refuse(String column, String reason) {
    faults.add(column + " " + reason);
  }

  /** The row is stored without this. */
  public void remark(String column, String remark) {
    remarks.add(column + " " + remark);
  }

  /** The row, or why it cannot be one; {@code value} is made only when nothing was refused. */
  public <T> TableRow<T> row(Supplier<T> value) {
    return faults.isEmpty()
        ? new TableRow.Valid<>(line, value.get(), characters, remarks)
        : new TableRow.Invalid<>(line, String.join("; ", faults));
  }

  /** The value as messages state it: in quotes, shortened. */
  public static String quoted(String value) {
    return "'" + Text.shorten(value, 80) + "'";
  }
}
