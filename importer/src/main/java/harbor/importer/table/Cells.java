package harbor.importer.table;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Timestamp;
import harbor.importer.progress.Fault;
import harbor.importer.table.RowSource.SourceRow;
import harbor.importer.table.TimeText.DayOrder;
import harbor.kit.runtime.Identifiers;
import harbor.type.v1.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cells of one row by column name, and what is wrong with them. A reader of rows takes
 * everything it needs, says {@link #refuse} or {@link #remark} where something cannot be used, and
 * ends with {@link #row}, so that one pass names every fault of a row.
 */
public final class Cells {
  private static final String CORRECT = "correct it";

  private final SourceRow row;
  private final String key;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> remarks = new ArrayList<>();

  /** Of a row that names itself by the column {@code key}. */
  Cells(SourceRow row, String key) {
    this.row = row;
    this.key = key;
  }

  /** Line of the file on which the row begins. */
  public long line() {
    return row.line();
  }

  /** The cell as it stands; empty when there is no such column. */
  public String raw(String column) {
    List<String> values = row.values(column);
    return switch (values.size()) {
      case 0 -> "";
      case 1 -> values.getFirst();
      default -> values.stream().filter(value -> !value.isEmpty()).collect(joining(","));
    };
  }

  /** The cell as it stands, once for each time the row has it, empty ones left out. */
  public List<String> values(String column) {
    return row.values(column).stream().filter(value -> !value.isBlank()).toList();
  }

  /**
   * The entries of a list as clean lines: separated by commas in a table, one an element in XML.
   */
  public List<String> list(String column) {
    return values(column).stream()
        .flatMap(
            value ->
                row.isEntryPerValue()
                    ? Stream.of(value)
                    : Escapes.split(value, ',').stream().map(Escapes::remove))
        .map(Cells::cleanLine)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /** The cell as one clean line, its entities decoded. */
  public String text(String column) {
    return cleanLine(raw(column));
  }

  /** A value with its entities decoded, once. */
  public static String decoded(String value) {
    return Markup.decode(value);
  }

  private static String cleanLine(String value) {
    return Text.line(Markup.decode(value));
  }

  /** As {@link #text(String, int)} without the tags of HTML. */
  public String plain(String column, int max) {
    return atMost(column, Text.line(Markup.plain(raw(column))), max);
  }

  /** As {@link #text}; longer than {@code max} is shortened with a remark. */
  public String text(String column, int max) {
    return atMost(column, text(column), max);
  }

  /** As {@link #plain} with line breaks. */
  public String paragraphs(String column, int max) {
    return atMost(column, Text.paragraphs(Markup.plain(raw(column))), max);
  }

  private String atMost(String column, String value, int max) {
    if (value.length() <= max) {
      return value;
    }
    remark(column, "is shortened to %d characters".formatted(max), "write it shorter");
    return Text.shorten(value, max);
  }

  /** As {@link #plain(String, int)}; empty is refused. */
  public String required(String column, int max) {
    String value = plain(column, max);
    if (value.isEmpty()) {
      refuseEmpty(column);
    }
    return value;
  }

  /** An id that Harbor and its clients agree on: {@link Identifiers#FORM}. */
  public String id(String column) {
    return id(column, Identifiers::isWellFormed, Identifiers.FORM);
  }

  /** An external id, such as the shop's of a product: {@link Identifiers#EXTERNAL_FORM}. */
  public String externalId(String column) {
    return id(column, Identifiers::isExternal, Identifiers.EXTERNAL_FORM);
  }

  /** An external id that the row can do without. */
  public String optionalExternalId(String column) {
    return optional(column, identity(column), Identifiers::isExternal, "an id");
  }

  /**
   * With all characters within it: two ids that differ in one that nobody sees are not the same.
   */
  private String identity(String column) {
    return Markup.decode(raw(column)).strip();
  }

  private String id(String column, Predicate<String> isWellFormed, String form) {
    String value = identity(column);
    if (value.isEmpty()) {
      refuseEmpty(column);
    } else if (!isWellFormed.test(value)) {
      refuse(column, "is not an id", "ids are " + form);
    }
    return value;
  }

  /**
   * Money; empty for an empty cell, refused when it cannot be read, or in two ways.
   *
   * @param currency of an amount without one; empty when such an amount is refused
   */
  public Optional<Money> money(String column, String currency) {
    return switch (MoneyText.read(text(column), currency)) {
      case MoneyText.Amount(Money money) -> Optional.of(money);
      case MoneyText.Nothing() -> Optional.empty();
      case MoneyText.Unclear(String problem, String advice) -> {
        refuse(column, problem, advice);
        yield Optional.empty();
      }
    };
  }

  /** A whole number; empty for an empty cell, refused when it cannot be read or lies outside. */
  public OptionalLong number(String column, long min, long max) {
    String value = text(column);
    OptionalLong number = NumberText.whole(value, min, max);
    if (number.isEmpty() && !value.isEmpty()) {
      refuse(column, "is not a whole number from %d to %d".formatted(min, max), CORRECT);
    }
    return number;
  }

  /** As {@link #number}; an empty cell is refused too. */
  public OptionalLong requiredNumber(String column, long min, long max) {
    if (text(column).isEmpty()) {
      refuseEmpty(column);
    }
    return number(column, min, max);
  }

  /** A whole number that the row can do without: what cannot be used is left out with a remark. */
  public int optionalNumber(String column, int min, int max, int otherwise) {
    String value = text(column);
    OptionalLong number = NumberText.whole(value, min, max);
    if (number.isEmpty() && !value.isEmpty()) {
      remark(column, "is left out: not a whole number from %d to %d".formatted(min, max), CORRECT);
    }
    return (int) number.orElse(otherwise);
  }

  /** A weight or length that the row can do without; 0 when unknown. */
  public int measure(String column, Function<String, OptionalInt> reading, String example) {
    String value = text(column);
    OptionalInt measure = reading.apply(value);
    if (measure.isEmpty() && !value.isEmpty()) {
      remark(column, "is left out: not a measure", "write it like " + example);
    }
    return measure.orElse(0);
  }

  /** A value of a fixed form that the row can do without. */
  public String optional(String column, Pattern form, String expected) {
    return optional(column, value -> form.matcher(value).matches(), expected);
  }

  /** The same with a form in code. */
  public String optional(String column, Predicate<String> form, String expected) {
    return optional(column, text(column), form, expected);
  }

  private String optional(String column, String value, Predicate<String> form, String expected) {
    if (value.isEmpty() || form.test(value)) {
      return value;
    }
    remark(column, "is left out: not " + expected, CORRECT);
    return "";
  }

  /** A required decimal number within bounds. */
  public double decimal(String column, double min, double max) {
    OptionalDouble number = NumberText.decimal(text(column), min, max);
    if (number.isEmpty()) {
      refuse(column, "is not a number from %s to %s".formatted(min, max), CORRECT);
    }
    return number.orElse(0);
  }

  /** A required moment, in one of the forms of {@link TimeText}. */
  public Timestamp timestamp(String column, DayOrder days) {
    return switch (TimeText.read(text(column), days)) {
      case TimeText.Moment(Timestamp time) -> time;
      case TimeText.Unclear(String problem, String advice) -> {
        refuse(column, problem, advice);
        yield Timestamp.getDefaultInstance();
      }
    };
  }

  /** The first entries of a list that was read from a cell; a longer one is cut with a remark. */
  public <T> List<T> atMost(String column, List<T> list, int max) {
    if (list.size() <= max) {
      return list;
    }
    remark(column, "has more than %d entries, the first are kept".formatted(max), "leave some out");
    return list.subList(0, max);
  }

  /** Yes or no; empty means no. */
  public boolean flag(String column) {
    return switch (text(column).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0", "" -> false;
      default -> {
        remark(column, "counts as no: neither yes nor no", "write yes or no");
        yield false;
      }
    };
  }

  private void refuseEmpty(String column) {
    refuse(column, "is empty", "every row needs it");
  }

  /**
   * The row cannot be stored.
   *
   * @param problem what is wrong with the column's value, without the value
   * @param advice what the merchant can do
   */
  public void refuse(String column, String problem, String advice) {
    refuse(new Fault(column, raw(column), problem, advice));
  }

  /** The row cannot be stored. */
  public void refuse(Fault fault) {
    faults.add(fault);
  }

  /** The row is stored without this value, or with another than it states; as for refusing. */
  public void remark(String column, String problem, String advice) {
    remark(new Fault(column, raw(column), problem, advice));
  }

  /** The row is stored without this. */
  public void remark(Fault fault) {
    remarks.add(fault);
  }

  /** The row, or why it cannot be one; {@code value} is made only when nothing was refused. */
  public <T> TableRow<T> row(Supplier<T> value) {
    String id = identity(key);
    return faults.isEmpty()
        ? new TableRow.Valid<>(line(), id, value.get(), row.characters(), remarks)
        : new TableRow.Invalid<>(line(), id, faults);
  }
}
