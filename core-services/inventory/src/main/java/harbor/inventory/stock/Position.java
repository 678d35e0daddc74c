package harbor.inventory.stock;

import harbor.kit.service.row.Fields;

/**
 * A point on the globe. The constructor throws {@link harbor.kit.service.row.InvalidField}.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Position(double latitude, double longitude) {
  /** Mean radius (IUGG). */
  private static final double EARTH_METRES = 6_371_008.8;

  /** Checks both. */
  public Position {
    Fields.range("latitude", latitude, -90, 90);
    Fields.range("longitude", longitude, -180, 180);
  }

  /** How far another point is on the great circle (haversine formula), in metres. */
  public double metresTo(double otherLatitude, double otherLongitude) {
    double north = Math.sin(Math.toRadians(otherLatitude - latitude) / 2);
    double east = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
    double chord =
        north * north
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(otherLatitude))
                * east
                * east;
    return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
  }
}
