package harbor.inventory.stock;

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
 */
public record Place(
    String id,
    String name,
    String city,
    String region,
    String postalCode,
    double latitude,
    double longitude) {

  private static final int MOST_CHARACTERS = 200;

  /** Checks all. */
  public Place {
    Check.id("id", id);
    Check.someText("name", name, MOST_CHARACTERS);
    Check.text("city", city, MOST_CHARACTERS);
    Check.text("region", region, MOST_CHARACTERS);
    Check.text("postal_code", postalCode, MOST_CHARACTERS);
    Check.degrees("latitude", latitude, 90);
    Check.degrees("longitude", longitude, 180);
  }
}
