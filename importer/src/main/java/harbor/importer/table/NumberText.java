package harbor.importer.table;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as a feed writes them. */
final class NumberText {
  private static final Pattern NO_FRACTION = Pattern.compile("[.,]0{1,6}$");

  private NumberText() {}

  /**
   * A whole number, also with zeros as decimals; empty when the text is none or the number lies
   * outside.
   */
  static OptionalLong whole(String text, long min, long max) {
    try {
      long number = Long.parseLong(NO_FRACTION.matcher(text).replaceFirst(""));
      return number >= min && number <= max ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A number with or without decimals; empty when the text is none or the number lies outside. */
  static OptionalDouble decimal(String text, double min, double max) {
    try {
      double number = Double.parseDouble(text);
      return number >= min && number <= max ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
