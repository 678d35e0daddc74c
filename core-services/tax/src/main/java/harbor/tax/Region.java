package harbor.tax;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Set;

/**
 * How a country is sold to.
 *
 * @param country ISO 3166-1 alpha-2
 * @param zone in which its days begin
 * @param currency ISO 4217
 * @param pricesIncludeTax whether prices are shown with tax
 * @param crossing what stays when a price comes from another market
 * @param shippingRule how shipping is taxed
 * @param shippingClass class of shipping under {@link ShippingRule#OWN_RATE}, otherwise empty
 */
record Region(
    String country,
    ZoneId zone,
    String currency,
    boolean pricesIncludeTax,
    Crossing crossing,
    ShippingRule shippingRule,
    String shippingClass) {
  private static final Set<String> COUNTRIES = Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2);

  /** What stays when a price crosses a border. */
  enum Crossing {
    /** What the customer pays. */
    GROSS_KEPT,
    /** What the shop keeps. */
    NET_KEPT
  }

  /** How shipping is taxed. */
  enum ShippingRule {
    /** By the goods' rates, in proportion to their net amounts. */
    PROPORTIONAL,
    /** By the highest rate of the goods. */
    HIGHEST,
    /** By the rate of a class of its own. */
    OWN_RATE
  }

  /** Checks every field. */
  Region {
    country("country", country);
    if (!Money.isCurrency(currency)) {
      throw new InvalidField(
          "currency", "Unknown currency (expected: an ISO 4217 code such as EUR).");
    }
    if (shippingRule == ShippingRule.OWN_RATE != Rate.isTaxClass(shippingClass)) {
      throw new InvalidField(
          "shipping_tax_class", "Expected: a class exactly where shipping has a rate of its own.");
    }
  }

  /** A country that there is. */
  static String country(String field, String code) {
    if (!isCountry(code)) {
      throw new InvalidField(
          field, "Unknown country (expected: an ISO 3166-1 alpha-2 code such as DE).");
    }
    return code;
  }

  /** Whether there is such a country. */
  static boolean isCountry(String code) {
    return COUNTRIES.contains(code);
  }

  /** A zone as contracts write it. */
  static ZoneId zone(String name) {
    try {
      return ZoneId.of(Fields.requiredText("time_zone", name, 64));
    } catch (DateTimeException _) {
      throw new InvalidField("time_zone", "Unknown zone (expected: one like Europe/Berlin).");
    }
  }
}
