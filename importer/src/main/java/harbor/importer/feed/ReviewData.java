package harbor.importer.feed;

import java.time.Instant;

/** A customer's review; {@code rating} is 1 to 5 stars. */
public record ReviewData(
    String id,
    String productId,
    int rating,
    String title,
    String body,
    String author,
    Instant writtenAt,
    boolean verified) {}
