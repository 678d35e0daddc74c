package harbor.web.catalog;

import java.util.List;

/** A product, without what is only for the shop's staff. Texts that are unknown are empty. */
public record Product(
    String id,
    String title,
    String shortTitle,
    String description,
    Identity identity,
    List<String> categoryPath,
    List<Picture> pictures,
    Money price,
    Appearance appearance,
    Measures measures,
    List<String> highlights,
    List<Specification> specifications,
    Terms terms,
    Search search) {

  /** Checks the id and copies the lists. */
  public Product {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: the shop's id)");
    }
    categoryPath = List.copyOf(categoryPath);
    pictures = List.copyOf(pictures);
    highlights = List.copyOf(highlights);
    specifications = List.copyOf(specifications);
  }

  /** What tells it from other products, in and outside the shop. */
  public record Identity(
      String brand, String gtin, String mpn, Condition condition, String itemGroupId) {}

  /** State of the goods. */
  public enum Condition {
    /** Unused. */
    NEW,
    /** Restored to working order. */
    REFURBISHED,
    /** Used before. */
    USED
  }

  /** One picture; {@code {size}} in the URL stands for a width in pixels. */
  public record Picture(String url, String alt) {}

  /** How it looks. */
  public record Appearance(String color, String material, String size) {}

  /** Grams and millimetres; 0 when unknown. */
  public record Measures(int weightGrams, int lengthMm, int widthMm, int heightMm) {
    /** Whether anything is known. */
    public boolean isKnown() {
      return weightGrams + lengthMm + widthMm + heightMm > 0;
    }
  }

  /** One line of technical data. */
  public record Specification(String section, String name, String value) {}

  /** Under what terms it is sold. */
  public record Terms(
      String energyEfficiencyClass,
      String countryOfOrigin,
      int warrantyMonths,
      String launchDate,
      String unitPricingMeasure,
      int multipack,
      boolean adult) {}

  /** How search engines and links find it. */
  public record Search(String title, String description, String link) {}
}
