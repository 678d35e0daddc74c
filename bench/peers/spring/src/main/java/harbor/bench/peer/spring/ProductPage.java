package harbor.bench.peer.spring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that the browser's product page shows; what is absent is null and left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProductPage(
    String id,
    String name,
    String description,
    Price price,
    @Nullable Price oldPrice,
    @Nullable Discount discount,
    List<Image> images,
    Map<String, String> specifications,
    List<RelatedProduct> relatedProducts,
    List<Review> reviews,
    List<Breadcrumb> breadcrumbs,
    @Nullable Rating rating,
    Stock stock,
    @Nullable Delivery delivery,
    Seo seo,
    String brand,
    String shortName,
    List<String> highlights,
    String gtin,
    String mpn,
    String condition,
    String color,
    String material,
    String size,
    @Nullable Dimensions dimensions,
    String energyEfficiencyClass,
    String countryOfOrigin,
    int warrantyMonths,
    String variantGroupId,
    String launchDate,
    String unitPricingMeasure,
    int multipack,
    boolean adult,
    String link,
    Meta meta) {

  record Price(int minor, String currency, String formatted) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Discount(int percent, Price saving, @Nullable Price lowestBeforeSale) {}

  record Image(String url, String alt, String mediumUrl, String thumbnailUrl) {}

  record RelatedProduct(
      String id, String name, String imageUrl, Price price, String reason, String link) {}

  record Review(
      String id,
      int rating,
      String title,
      String body,
      String author,
      Instant writtenAt,
      boolean verifiedPurchase) {}

  record Rating(float average, int count, List<Integer> histogram) {}

  record Breadcrumb(String name, String link) {}

  record Stock(String status, int left, List<PlaceStock> places) {}

  record PlaceStock(String placeId, String name, boolean plenty) {}

  record Delivery(String earliest, String latest) {}

  record Dimensions(int weightGrams, int lengthMm, int widthMm, int heightMm) {}

  record Seo(String title, String description, String canonical, String jsonLd) {}

  record Meta(
      String traceId, Instant generatedAt, int latencyMs, boolean degraded, List<String> missing) {}
}
