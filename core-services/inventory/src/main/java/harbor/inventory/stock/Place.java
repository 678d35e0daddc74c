package harbor.inventory.stock;

import harbor.kit.service.row.Fields;

/**
 * A warehouse, shop or pick-up point.
 *
 * @param id the shop's id, 1 to 64 characters of {@code [A-Za-z0-9._-]}
 * @param name for people, 1 to 200 characters
 * @param city may be empty
 * @param region may be empty
 * @param postalCode may be empty
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param kind what it is
 */
public record Place(
    String id,
    String name,
    String city,
    String region,
    String postalCode,
    double latitude,
    double longitude,
    Kind kind) {

  private static final int MAX_CHARACTERS = 200;

  /** What a place is. */
  public enum Kind {
    /** Goods leave it; customers do not come. */
    WAREHOUSE,
    /** Customers buy there, and goods leave it. */
    STORE,
    /** Customers fetch there what they bought elsewhere. */
    PICKUP_POINT
  }

  /** Checks all. */
  public Place {
    Fields.id("id", id);
    Fields.requiredText("name", name, MAX_CHARACTERS);
    Fields.text("city", city, MAX_CHARACTERS);
    Fields.text("region", region, MAX_CHARACTERS);
    Fields.text("postal_code", postalCode, MAX_CHARACTERS);
    Fields.range("latitude", latitude, -90, 90);
    Fields.range("longitude", longitude, -180, 180);
  }
}
