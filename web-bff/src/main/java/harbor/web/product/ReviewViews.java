package harbor.web.product;

import harbor.web.v1.Rating;
import harbor.web.v1.Review;
import java.time.Instant;

/** What customers say, in the view. */
final class ReviewViews {
  private ReviewViews() {}

  static Review review(harbor.reviews.v1.Review review) {
    return Review.newBuilder()
        .setId(review.getId())
        .setRating(review.getRating())
        .setTitle(review.getTitle())
        .setBody(review.getBody())
        .setAuthor(review.getAuthor())
        .setWrittenAt(
            Instant.ofEpochSecond(
                    review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos())
                .toString())
        .setVerifiedPurchase(review.getVerifiedPurchase())
        .build();
  }

  static Rating rating(harbor.reviews.v1.Rating rating) {
    return Rating.newBuilder()
        .setAverage(rating.getAverageTenths() / 10f)
        .setCount(rating.getCount())
        .addAllHistogram(rating.getHistogramList())
        .build();
  }
}
