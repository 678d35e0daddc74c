package harbor.recommendations;

import com.google.protobuf.Timestamp;
import harbor.kit.service.Fields;
import harbor.kit.service.ImportOutcome;
import harbor.kit.service.InvalidField;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import harbor.type.v1.RefusedRow;
import java.time.Instant;

/** Protobuf messages from domain values, and back. Pure functions. */
final class RecommendationViews {
  private static final int NANOS_A_SECOND = 1_000_000_000;

  private RecommendationViews() {}

  static Recommendation message(Related related) {
    return Recommendation.newBuilder()
        .setProductId(related.productId())
        .setTitle(related.title())
        .setImageUrl(related.imageUrl())
        .setPrice(
            Money.newBuilder()
                .setMinor(related.price().minor())
                .setCurrency(related.price().currency()))
        .setReason(
            switch (related.reason()) {
              case BOUGHT_TOGETHER -> RecommendationReason.RECOMMENDATION_REASON_BOUGHT_TOGETHER;
              case SIMILAR -> RecommendationReason.RECOMMENDATION_REASON_SIMILAR;
            })
        .setScore(related.score())
        .build();
  }

  /** The profile that a message states; throws {@link InvalidField}. */
  static Profile profile(ProductProfile message) {
    return new Profile(
        message.getProductId(),
        message.getTitle(),
        message.getImageUrl(),
        amount("price", message.getPrice()),
        message.getBrand(),
        message.getCategoryPathList(),
        message.getItemGroupId());
  }

  /** The line that a message states; throws {@link InvalidField}. */
  static OrderLine line(harbor.recommendations.v1.OrderLine message) {
    if (!message.hasOrderedAt()) {
      throw new InvalidField("ordered_at", "Absent (expected: when it was ordered).");
    }
    return new OrderLine(
        message.getOrderId(),
        message.getLineNumber(),
        message.getProductId(),
        message.getQuantity(),
        amount("unit_price", message.getUnitPrice()),
        instant(message.getOrderedAt()),
        message.getCountry());
  }

  static ImportReport report(ImportOutcome outcome) {
    ImportReport.Builder report =
        ImportReport.newBuilder()
            .setCreated(outcome.created())
            .setUpdated(outcome.updated())
            .setUnchanged(outcome.unchanged());
    outcome
        .refused()
        .forEach(
            row ->
                report.addRefused(
                    RefusedRow.newBuilder()
                        .setIndex(row.index())
                        .setField(row.field())
                        .setDescription(row.description())));
    return report.build();
  }

  private static Amount amount(String field, Money money) {
    return Amount.stated(field, money.getMinor(), money.getCurrency());
  }

  private static Instant instant(Timestamp timestamp) {
    Fields.range("ordered_at", timestamp.getNanos(), 0, NANOS_A_SECOND - 1);
    Fields.range(
        "ordered_at",
        timestamp.getSeconds(),
        OrderLine.EARLIEST.getEpochSecond(),
        OrderLine.LATEST.getEpochSecond());
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
