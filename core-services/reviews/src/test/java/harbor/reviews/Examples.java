package harbor.reviews;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Reviews for tests. */
final class Examples {
  static final Instant LONG_AGO = Instant.parse("2025-06-01T12:00:00Z");

  private Examples() {}

  static Review review(String id, String productId, int stars) {
    return review(id, productId, stars, Moderation.APPROVED);
  }

  static Review review(String id, String productId, int stars, Moderation moderation) {
    return new Review(id, productId, stars, "Title", "Body", "Ann", LONG_AGO, true, moderation);
  }

  static Review written(String id, String productId, String at) {
    return new Review(id, productId, 4, "", "", "", Instant.parse(at), false, Moderation.APPROVED);
  }

  static Moderation moderation(Random random) {
    return List.of(Moderation.values()).get(random.nextInt(Moderation.values().length));
  }
}
