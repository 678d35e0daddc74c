package harbor.recommendations;

import harbor.catalog.v1.Product;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;

/** Protobuf messages from domain values, and back. Pure functions. */
final class RecommendationViews {
  private RecommendationViews() {}

  static Recommendation message(Related related) {
    return Recommendation.newBuilder()
        .setProductId(related.productId())
        .setTitle(related.title())
        .setImageUrl(related.imageUrl())
        .setLink(related.link())
        .setPrice(related.price().message())
        .setReason(reason(related.reason()))
        .setScore(related.score())
        .build();
  }

  static PersonalRecommendation personal(Related related) {
    return PersonalRecommendation.newBuilder()
        .setProductId(related.productId())
        .setReason(reason(related.reason()))
        .build();
  }

  /** What the catalogue says that a product costs. */
  static Money price(Product card) {
    return Money.of(card.getPrice());
  }

  private static RecommendationReason reason(Related.Reason reason) {
    return switch (reason) {
      case BOUGHT_TOGETHER -> RecommendationReason.RECOMMENDATION_REASON_BOUGHT_TOGETHER;
      case SIMILAR -> RecommendationReason.RECOMMENDATION_REASON_SIMILAR;
      case BEST_SELLER -> RecommendationReason.RECOMMENDATION_REASON_BEST_SELLER;
    };
  }

  /** The profile that a message states; throws {@link InvalidField}. */
  static Profile profile(ProductProfile message) {
    return new Profile(
        message.getProductId(),
        message.getTitle(),
        message.getImageUrl(),
        message.getLink(),
        Fields.money("price", message.getPrice(), 1),
        message.getBrand(),
        message.getCategoryPathList(),
        message.getItemGroupId());
  }

  /** The line that a message states; throws {@link InvalidField}. */
  static OrderLine line(harbor.recommendations.v1.OrderLine message) {
    Fields.present("ordered_at", message.hasOrderedAt());
    return new OrderLine(
        message.getOrderId(),
        message.getLineNumber(),
        message.getProductId(),
        message.getQuantity(),
        Fields.money("unit_price", message.getUnitPrice(), 0),
        Fields.instant("ordered_at", message.getOrderedAt()),
        message.getCountry());
  }
}
