package harbor.importer.feed;

/** A warehouse, shop or pick-up point; degrees north and east. */
public record PlaceData(
    String id,
    String name,
    String city,
    String region,
    String postalCode,
    double latitude,
    double longitude) {}
