package harbor.tax;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Rounding;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a country or region asks of one class of goods, for some days.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region empty: the whole country
 * @param postalPrefix with which postal codes begin; empty: all
 * @param taxClass of which goods
 * @param basisPoints the rate; 1,900 is 19 %
 * @param from first day, in the region's zone
 * @param until first day on which it is not valid any more; empty: no end
 * @param source where it is written
 */
record Rate(
    String country,
    String region,
    String postalPrefix,
    String taxClass,
    int basisPoints,
    LocalDate from,
    Optional<LocalDate> until,
    String source) {
  static final String TAX_CLASS = "[a-z0-9_-]{1,32}";
  private static final Pattern CLASS_PATTERN = Pattern.compile(TAX_CLASS);
  private static final Pattern POSTAL_PREFIX = Pattern.compile("[A-Z0-9]{1,10}");

  /** Checks every field. */
  Rate {
    Region.country("country", country);
    Fields.text("region", region, 64);
    Fields.code(
        "postal_code_prefix", postalPrefix, POSTAL_PREFIX, "1 to 10 characters of [A-Z0-9]");
    if (!isTaxClass(taxClass)) {
      throw new InvalidField(
          "tax_class", "Malformed (expected: 1 to 32 characters of [a-z0-9_-]).");
    }
    Fields.range("rate_basis_points", basisPoints, 0, Rounding.BASIS_POINTS);
    Fields.requiredText("source", source, 500);
    if (until.isPresent() && !until.get().isAfter(from)) {
      throw new InvalidField("valid_until", "Not after valid_from (expected: a later day).");
    }
  }

  /** Names the row; only the last part may hold a dot. */
  String id() {
    return String.join(".", country, taxClass, from.toString(), postalPrefix, region);
  }

  /** Whether a text may name a class. */
  static boolean isTaxClass(String text) {
    return CLASS_PATTERN.matcher(text).matches();
  }

  /** A day as contracts write it. */
  static LocalDate day(String field, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      Fields.range(field, day.getYear(), 1900, 9999);
      return day;
    } catch (DateTimeParseException _) {
      throw new InvalidField(field, "Malformed (expected: an ISO 8601 date like 2027-03-31).");
    }
  }
}
