package harbor.importer.feed;

import harbor.type.v1.Money;
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

  /** What the product is and where it belongs. */
  public record Identity(
      String brand,
      String gtin,
      String mpn,
      Condition condition,
      List<String> categoryPath,
      String itemGroupId,
      String link,
      List<String> images,
      String countryOfOrigin,
      String sourceFeed) {
    public Identity {
      categoryPath = List.copyOf(categoryPath);
      images = List.copyOf(images);
    }
  }

  /**
   * On which terms it is sold.
   *
   * @param sale price while on sale, below {@code list} and in its currency
   * @param cost what the supplier charges
   * @param quantity pieces, when the feed counts them
   */
  public record Offer(
      Money list,
      @Nullable Money sale,
      @Nullable Money cost,
      Availability availability,
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

    /** What a customer pays now. */
    public Money price() {
      return sale == null ? list : sale;
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
    PREORDER
  }
}
