package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.Money;
import java.util.List;
import java.util.Optional;

/**
 * What only the shop's own staff may see; never leaves a BFF.
 *
 * @param supplierCost what the supplier charges, when known
 * @param segmentTags for steering campaigns and margins, at most 100
 * @param sourceFeed the feed that brought the product; may be empty
 * @param supplierId of the supplier in purchasing; may be empty
 * @param source whose list of products it is in; may be empty
 */
public record Internal(
    Optional<Money> supplierCost,
    List<String> segmentTags,
    String sourceFeed,
    String supplierId,
    String source) {

  private static final int MAX_TAGS = 100;

  /** Checks all. */
  public Internal {
    segmentTags = Fields.texts("segment_tags", segmentTags, MAX_TAGS, Product.MAX_WORDS);
    Fields.text("source_feed", sourceFeed, Product.MAX_WORDS);
    Fields.text("supplier_id", supplierId, Product.MAX_WORDS);
    Fields.text("source", source, Product.MAX_WORDS);
  }
}
