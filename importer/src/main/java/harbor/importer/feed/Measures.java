package harbor.importer.feed;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights and lengths of the Merchant specification ({@code 1.2 kg}, {@code 32 cm}) in whole grams
 * and millimetres, rounded half up.
 */
final class Measures {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9}(?:[.,]\\d{1,6})?)\\s*([A-Za-z\"]+)");

  private static final Map<String, BigDecimal> GRAMS =
      Map.of(
          "mg", new BigDecimal("0.001"),
          "g", BigDecimal.ONE,
          "kg", new BigDecimal(1000),
          "oz", new BigDecimal("28.349523125"),
          "lb", new BigDecimal("453.59237"),
          "lbs", new BigDecimal("453.59237"));

  private static final Map<String, BigDecimal> MILLIMETRES =
      Map.of(
          "mm", BigDecimal.ONE,
          "cm", BigDecimal.TEN,
          "m", new BigDecimal(1000),
          "in", new BigDecimal("25.4"),
          "inch", new BigDecimal("25.4"),
          "\"", new BigDecimal("25.4"),
          "ft", new BigDecimal("304.8"));

  private Measures() {}

  /** Whole grams, at least 1 for what weighs anything; empty when it is no weight with a unit. */
  static OptionalInt grams(String text) {
    return measure(text, GRAMS);
  }

  /**
   * Whole millimetres, at least 1 for what measures anything; empty when it is no length with a
   * unit.
   */
  static OptionalInt millimetres(String text) {
    return measure(text, MILLIMETRES);
  }

  private static OptionalInt measure(String text, Map<String, BigDecimal> units) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    BigDecimal unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      return OptionalInt.empty();
    }
    BigDecimal exact = new BigDecimal(matcher.group(1).replace(',', '.')).multiply(unit);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP);
    if (whole.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(exact.signum() > 0 ? Math.max(1, whole.intValue()) : 0);
  }
}
