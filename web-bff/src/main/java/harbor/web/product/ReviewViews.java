package harbor.web.product;

import harbor.screens.Known;
import harbor.web.v1.Rating;
import harbor.web.v1.Review;
import java.time.Instant;

/** What customers say, in the view. */
final class ReviewViews {
  private ReviewViews() {}

  static Review review(harbor.reviews.v1.Review review) {
    Review.Builder view = Review.newBuilder();
    Known.text(review.getTitle(), view::setTitle);
    Known.text(review.getBody(), view::setBody);
    Known.text(review.getAuthor(), view::setAuthor);
    return view.setId(review.getId())
        .setRating(review.getRating())
        .setWrittenAt(
            Instant.ofEpochSecond(
                    review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos())
                .toString())
        .setVerifiedPurchase(review.getVerifiedPurchase())
        .build();
  }

  static Rating rating(harbor.reviews.v1.Rating rating) {
    Rating.Builder view = Rating.newBuilder();
    if (rating.getCount() > 0) {
      view.setAverage(rating.getAverageTenths() / 10f);
    }
    return view.setCount(rating.getCount()).addAllHistogram(rating.getHistogramList()).build();
  }
}
