package harbor.reviews;

import harbor.kit.service.row.Audit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reviews in memory; a rating is counted anew each time. */
final class FakeReviewStore implements ReviewStore {
  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::writtenAt).thenComparing(Position::id).reversed();

  private final InstantSource clock;
  private final Map<String, StoredReview> reviews = new HashMap<>();

  FakeReviewStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Rating> ratings(List<String> productIds) {
    return productIds.stream().map(this::rating).toList();
  }

  @Override
  public synchronized ReviewPage page(String productId, Position after, int size) {
    List<StoredReview> found =
        reviews.values().stream()
            .filter(stored -> stored.review().counts())
            .filter(stored -> stored.review().productId().equals(productId))
            .filter(stored -> NEWEST_FIRST.compare(Position.after(stored.review()), after) > 0)
            .sorted(Comparator.comparing(stored -> Position.after(stored.review()), NEWEST_FIRST))
            .toList();
    return ReviewPage.of(found, size, rating(productId));
  }

  @Override
  public synchronized List<Boolean> put(List<Review> sent) {
    List<Boolean> written = new ArrayList<>();
    for (Review review : sent) {
      StoredReview before = reviews.get(review.id());
      if (before == null || !before.review().equals(review)) {
        written.add(before == null);
        reviews.put(review.id(), new StoredReview(review, audit(before)));
      }
    }
    return written;
  }

  private Audit audit(@Nullable StoredReview before) {
    return new Audit(
        before == null ? clock.instant() : before.audit().createdAt(),
        "reviews",
        clock.instant(),
        "reviews",
        before == null ? 1 : before.audit().version() + 1);
  }

  private Rating rating(String productId) {
    List<Integer> histogram = new ArrayList<>();
    for (int stars = 1; stars <= Review.MAX_STARS; stars++) {
      int wanted = stars;
      histogram.add(
          (int)
              reviews.values().stream()
                  .map(StoredReview::review)
                  .filter(review -> review.counts() && review.stars() == wanted)
                  .filter(review -> review.productId().equals(productId))
                  .count());
    }
    return new Rating(productId, histogram);
  }
}
