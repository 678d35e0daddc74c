package harbor.catalog.product;

import java.util.List;
import java.util.Optional;

/**
 * What only the shop's own staff may see; never leaves a BFF.
 *
 * @param supplierCost what the supplier charges, when known
 * @param segmentTags for steering campaigns and margins, at most 100
 * @param sourceFeed the feed that brought the product; may be empty
 * @param supplierId of the supplier in purchasing; may be empty
 */
public record Internal(
    Optional<Money> supplierCost, List<String> segmentTags, String sourceFeed, String supplierId) {

  private static final int MOST_TAGS = 100;

  /** Checks all. */
  public Internal {
    segmentTags = Check.texts("segment_tags", segmentTags, MOST_TAGS, Check.MOST_WORDS);
    Check.text("source_feed", sourceFeed, Check.MOST_WORDS);
    Check.text("supplier_id", supplierId, Check.MOST_WORDS);
  }
}
