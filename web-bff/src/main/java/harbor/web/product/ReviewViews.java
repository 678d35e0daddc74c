package harbor.web.product;

import harbor.web.reviews.Reviews;
import harbor.web.v1.Rating;
import harbor.web.v1.Review;

/** What customers say, in the view. */
final class ReviewViews {
  private ReviewViews() {}

  static Review review(Reviews.Review review) {
    return Review.newBuilder()
        .setId(review.id())
        .setRating(review.stars())
        .setTitle(review.title())
        .setBody(review.body())
        .setAuthor(review.author())
        .setWrittenAt(review.writtenAt().toString())
        .setVerifiedPurchase(review.verifiedPurchase())
        .build();
  }

  static Rating rating(Reviews.Rating rating) {
    return Rating.newBuilder()
        .setAverage(rating.averageTenths() / 10f)
        .setCount(rating.count())
        .addAllHistogram(rating.histogram())
        .build();
  }
}
