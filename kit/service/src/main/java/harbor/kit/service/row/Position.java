package harbor.kit.service.row;

/**
 * A point on the earth. The constructor throws {@link InvalidField}.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Position(double latitude, double longitude) {
  /** The mean radius of the earth (IUGG). */
  private static final double EARTH_KILOMETRES = 6_371.0088;

  /** Checks both. */
  public Position {
    Fields.range("latitude", latitude, -90, 90);
    Fields.range("longitude", longitude, -180, 180);
  }

  /** The distance along a great circle, by the haversine formula. */
  public double kilometresTo(Position other) {
    double north = Math.toRadians(other.latitude - latitude);
    double east = Math.toRadians(other.longitude - longitude);
    double chord =
        square(Math.sin(north / 2))
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * square(Math.sin(east / 2));
    return 2 * EARTH_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(chord)));
  }

  private static double square(double value) {
    return value * value;
  }
}
