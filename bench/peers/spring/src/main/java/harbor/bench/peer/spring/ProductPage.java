package harbor.bench.peer.spring;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonInclude;
import harbor.bench.peer.spring.ProductPage.Known;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that the browser's product page shows; what is absent is null and left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProductPage(
    String id,
    String name,
    @Known String description,
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
    @Known String brand,
    String shortName,
    List<String> highlights,
    @Known String gtin,
    @Known String mpn,
    String condition,
    @Known String color,
    @Known String material,
    @Known String size,
    @Nullable Dimensions dimensions,
    @Known String energyEfficiencyClass,
    @Known String countryOfOrigin,
    @Known int warrantyMonths,
    @Known String variantGroupId,
    @Known String launchDate,
    @Known String unitPricingMeasure,
    int multipack,
    boolean adult,
    String link,
    Meta meta) {

  /** Left out when it is empty or zero: then it is not known. */
  @Retention(RetentionPolicy.RUNTIME)
  @JacksonAnnotationsInside
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @interface Known {}

  record Price(int minor, String currency, String formatted) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Discount(int percent, Price saving, @Nullable Price lowestBeforeSale) {}

  record Image(String url, @Known String alt, String mediumUrl, String thumbnailUrl) {}

  record RelatedProduct(
      String id,
      String name,
      @Known String imageUrl,
      Price price,
      @Known String reason,
      String link) {}

  record Review(
      String id,
      int rating,
      @Known String title,
      @Known String body,
      @Known String author,
      Instant writtenAt,
      boolean verifiedPurchase) {}

  record Rating(@Known float average, int count, List<Integer> histogram) {}

  record Breadcrumb(String name, String link) {}

  record Stock(String status, @Known int left, List<PlaceStock> places) {}

  record PlaceStock(String placeId, String name, boolean plenty) {}

  record Delivery(String earliest, String latest) {}

  record Dimensions(
      @Known int weightGrams, @Known int lengthMm, @Known int widthMm, @Known int heightMm) {}

  record Seo(String title, @Known String description, String canonical, String jsonLd) {}

  record Meta(
      String traceId, Instant generatedAt, int latencyMs, boolean degraded, List<String> missing) {}
}
