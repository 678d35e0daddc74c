package harbor.shipping.shipment;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.util.Locale;
import java.util.Set;

/**
 * Where goods go, as far as cost and time depend on it.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region may be empty
 * @param postalCode empty: anywhere in the country
 */
public record Destination(String country, String region, String postalCode) {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final int MAX_REGION = 100;
  private static final int MAX_POSTAL_CODE = 20;

  /** Checks all. */
  public Destination {
    country("country", country);
    Fields.text("region", region, MAX_REGION);
    Fields.text("postal_code", postalCode, MAX_POSTAL_CODE);
    if (!postalCode.equals(postalCode.strip())) {
      throw new InvalidField("postal_code", "Has white space around it (expected: none).");
    }
  }

  /** The code of a country. */
  public static String country(String field, String value) {
    if (!COUNTRIES.contains(value)) {
      throw new InvalidField(field, "Unknown country (expected: an ISO 3166-1 code such as DE).");
    }
    return value;
  }
}
