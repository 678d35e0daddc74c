package harbor.importer.feed;

import harbor.type.v1.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One product as a feed states it, within the limits of {@code harbor.catalog.v1.Product}. */
public record ProductData(
    String id, Texts texts, Identity identity, Offer offer, Attributes attributes) {

  /** What people and search engines read. */
  public record Texts(
      String title,
      String shortTitle,
      String description,
      List<String> highlights,
      String seoTitle,
      String seoDescription) {
    public Texts {
      highlights = List.copyOf(highlights);
    }
  }

  /**
   * What the product is and where it belongs.
   *
   * @param categoryPath its place, from the widest category down
   * @param furtherPaths other places at which people find it
   * @param link path and query of its page in the shop
   */
  public record Identity(
      String brand,
      String gtin,
      String mpn,
      Condition condition,
      List<String> categoryPath,
      List<List<String>> furtherPaths,
      String itemGroupId,
      String link,
      List<String> images,
      String countryOfOrigin,
      String sourceFeed) {
    public Identity {
      categoryPath = List.copyOf(categoryPath);
      furtherPaths = furtherPaths.stream().map(List::copyOf).toList();
      images = List.copyOf(images);
    }
  }

  /**
   * On which terms it is sold.
   *
   * @param sale price while on sale, below {@code list} and in its currency
   * @param saleRange when that is
   * @param expiresAt from when on it is not sold any more
   * @param cost what the supplier charges
   * @param availableFrom from when on what is awaited is in stock; null when nobody knows
   * @param quantity pieces, when the feed counts them
   */
  public record Offer(
      Money list,
      @Nullable Money sale,
      SaleRange saleRange,
      @Nullable Instant expiresAt,
      @Nullable Money cost,
      Availability availability,
      @Nullable Instant availableFrom,
      @Nullable Long quantity,
      int minHandlingDays,
      int maxHandlingDays,
      int warrantyMonths,
      String taxCategory,
      String launchDate,
      boolean adult,
      int multipack,
      String unitPricingMeasure,
      List<String> segmentTags) {
    public Offer {
      segmentTags = List.copyOf(segmentTags);
    }

    /** What a customer pays as far as the feed alone says it: a range is pricing's to watch. */
    public Money price() {
      return sale == null || saleRange.isBounded() ? list : sale;
    }
  }

  /** How it looks and what it measures; 0 and empty mean unknown. */
  public record Attributes(
      String color,
      String material,
      String size,
      int weightGrams,
      int lengthMillimetres,
      int widthMillimetres,
      int heightMillimetres,
      String energyClass,
      List<Detail> details) {
    public Attributes {
      details = List.copyOf(details);
    }
  }

  /** State of the goods. */
  public enum Condition {
    UNSPECIFIED,
    NEW,
    REFURBISHED,
    USED
  }

  /** Whether it can be bought. */
  public enum Availability {
    IN_STOCK,
    OUT_OF_STOCK,
    /** Not out yet; can be ordered. */
    PREORDER,
    /** Will be delivered again; can be ordered. */
    BACKORDER,
    /** Will not be sold again. */
    DISCONTINUED;

    /** Whether there is a moment from which on it is in stock. */
    public boolean isAwaited() {
      return this == PREORDER || this == BACKORDER;
    }
  }
}
