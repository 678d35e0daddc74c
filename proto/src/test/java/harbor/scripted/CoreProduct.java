package harbor.scripted;

import com.google.protobuf.Timestamp;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Audit;
import harbor.type.v1.Money;
import java.util.ArrayList;
import java.util.List;

/** What the core services know of one product. */
public record CoreProduct(
    Product product,
    Stock stock,
    Price price,
    Rating rating,
    List<Review> reviews,
    List<Recommendation> related,
    ProductDelivery delivery) {
  private static final long MAY_2026 = 1_777_593_600L;

  /** Copies the lists. */
  public CoreProduct {
    reviews = List.copyOf(reviews);
    related = List.copyOf(related);
  }

  /** A product as most are: three pictures, a few specifications and reviews, in stock. */
  public static CoreProduct ordinary() {
    Product product =
        bareProduct("HB1001", "Wren Desk Lamp with Dimmer, Brass", 4_990)
            .setShortTitle("Wren Desk Lamp, Brass")
            .setDescription("A small lamp for late hours. Dims to a glow.")
            .setBrand("Wren")
            .setGtin("4006381333931")
            .setMpn("WR-LMP-2")
            .setCondition(Condition.CONDITION_NEW)
            .addAllImages(images("desk-lamp", "HB1001", 3))
            .setColor("Brass")
            .setMaterial("Steel")
            .setShippingWeightGrams(1_850)
            .setLengthMm(180)
            .setWidthMm(180)
            .setHeightMm(420)
            .addHighlights("Dims without flicker")
            .addHighlights("Swivels by 340 degrees")
            .addAllSpecifications(specifications(6))
            .setCountryOfOrigin("PT")
            .setWarrantyMonths(24)
            .setSupplierId("SUP-17")
            .setSupplierCost(eur(1_900))
            .addSegmentTags("margin-high")
            .setSourceFeed("spring.xml")
            .setAudit(audit())
            .build();
    return new CoreProduct(
        product,
        available("HB1001", 12, false).addPlaces(place("B-01", "Berlin Mitte", 7)).build(),
        Price.newBuilder()
            .setProductId("HB1001")
            .setCurrent(eur(4_990))
            .setList(eur(4_990))
            .setAudit(audit())
            .build(),
        rating("HB1001", 46, 0, 0, 1, 2, 9),
        reviews(3),
        related(3),
        delivery("HB1001"));
  }

  /** A product with all that a product can have, on sale. */
  public static CoreProduct rich() {
    Product product =
        bareProduct("HB2001", "Ridgeline Trekking Tent for Four, Moss Green", 129_900)
            .setShortTitle("Ridgeline Tent for Four")
            .setDescription("Stands in any wind. ".repeat(40).strip())
            .setBrand("Ridgeline")
            .setGtin("9783161484100")
            .setMpn("RL-T4-MOSS")
            .setCondition(Condition.CONDITION_REFURBISHED)
            .setItemGroupId("RL-T4")
            .addAllImages(images("tent", "HB2001", 12))
            .setColor("Moss green")
            .setMaterial("Ripstop nylon")
            .setSize("4 persons")
            .setShippingWeightGrams(5_400)
            .setLengthMm(620)
            .setWidthMm(240)
            .setHeightMm(230)
            .setMinHandlingDays(1)
            .setMaxHandlingDays(3)
            .setEnergyEfficiencyClass("A")
            .addAllHighlights(List.of("Up in six minutes", "Two porches", "Taped seams"))
            .addAllSpecifications(specifications(50))
            .setCountryOfOrigin("VN")
            .setWarrantyMonths(36)
            .setTaxCategory("standard")
            .setLaunchDate("2026-03-01")
            .setSeoTitle("Ridgeline tent for four | Harbor")
            .setSeoDescription("A tent for four people and any weather.")
            .setSupplierId("SUP-4")
            .setSupplierCost(eur(61_000))
            .addSegmentTags("outdoor-lovers")
            .setSourceFeed("outdoor.xml")
            .setAdult(false)
            .setMultipack(2)
            .setUnitPricingMeasure("1 piece")
            .setAudit(audit())
            .build();
    Stock.Builder stock = available("HB2001", 3, true);
    for (int i = 1; i <= 5; i++) {
      stock.addPlaces(place("S-0" + i, "Shop " + i, 10 - i));
    }
    return new CoreProduct(
        product.toBuilder().setListPrice(eur(159_900)).build(),
        stock.build(),
        Price.newBuilder()
            .setProductId("HB2001")
            .setCurrent(eur(129_900))
            .setList(eur(159_900))
            .setDiscountBasisPoints(1_876)
            .setSaving(eur(30_000))
            .setLowestBeforeSale(eur(149_900))
            .setAudit(audit())
            .build(),
        rating("HB2001", 43, 2, 3, 10, 40, 65),
        reviews(20),
        related(10),
        delivery("HB2001"));
  }

  /** A product of which only the least is known; nothing left, no review, nothing related. */
  public static CoreProduct bare() {
    return new CoreProduct(
        bareProduct("HB3001", "Plain Mug", 500).setShortTitle("Plain Mug").build(),
        Stock.newBuilder()
            .setProductId("HB3001")
            .setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK)
            .build(),
        Price.newBuilder().setProductId("HB3001").setCurrent(eur(500)).setList(eur(500)).build(),
        rating("HB3001", 0, 0, 0, 0, 0, 0),
        List.of(),
        List.of(),
        ProductDelivery.newBuilder().setProductId("HB3001").build());
  }

  /** An amount in euro cents. */
  public static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  /** The same with another product. */
  public CoreProduct with(Product other) {
    return new CoreProduct(other, stock, price, rating, reviews, related, delivery);
  }

  private static Product.Builder bareProduct(String id, String title, long price) {
    return Product.newBuilder()
        .setId(id)
        .setTitle(title)
        .addCategoryPath("Home & Garden")
        .addCategoryPath("Everyday Things")
        .setListPrice(eur(price))
        .setPrice(eur(price))
        .setLink("/p/" + id)
        .setPublished(true);
  }

  private static List<Image> images(String motif, String id, int count) {
    List<Image> images = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      images.add(
          Image.newBuilder()
              .setUrl("/i/" + motif + "/" + id + "/" + i + "-{size}.svg")
              .setAlt("View " + i)
              .build());
    }
    return images;
  }

  private static List<Specification> specifications(int count) {
    List<Specification> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add(
          Specification.newBuilder()
              .setSection("Section " + (i % 5))
              .setName("Property " + i)
              .setValue(i + " mm")
              .build());
    }
    return lines;
  }

  private static Stock.Builder available(String id, long pieces, boolean low) {
    return Stock.newBuilder()
        .setProductId(id)
        .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
        .setAvailable(pieces)
        .setLow(low)
        .setAudit(audit());
  }

  private static ProductDelivery delivery(String id) {
    return ProductDelivery.newBuilder()
        .setProductId(id)
        .setWindow(DeliveryWindow.newBuilder().setEarliest("2026-05-04").setLatest("2026-05-06"))
        .build();
  }

  private static PlaceStock place(String id, String name, long pieces) {
    return PlaceStock.newBuilder().setPlaceId(id).setPlaceName(name).setAvailable(pieces).build();
  }

  private static Rating rating(String id, int tenths, Integer... histogram) {
    return Rating.newBuilder()
        .setProductId(id)
        .setAverageTenths(tenths)
        .setCount(List.of(histogram).stream().mapToInt(Integer::intValue).sum())
        .addAllHistogram(List.of(histogram))
        .build();
  }

  private static List<Review> reviews(int count) {
    List<Review> reviews = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      reviews.add(
          Review.newBuilder()
              .setId("R-" + i)
              .setProductId("HB")
              .setRating(1 + i % 5)
              .setTitle("Title " + i)
              .setBody("It does what it should, and looks good doing so. ".repeat(3).strip())
              .setAuthor("Customer " + i)
              .setWrittenAt(Timestamp.newBuilder().setSeconds(MAY_2026 - i * 86_400L))
              .setVerifiedPurchase(i % 2 == 0)
              .setModeration(ModerationStatus.MODERATION_STATUS_APPROVED)
              .setAudit(audit())
              .build());
    }
    return reviews;
  }

  private static List<Recommendation> related(int count) {
    List<Recommendation> related = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      related.add(
          Recommendation.newBuilder()
              .setProductId("HB10" + (50 + i))
              .setTitle("Related Product " + i)
              .setImageUrl("/i/mug/HB10" + (50 + i) + "/1-{size}.svg")
              .setPrice(eur(990 + i))
              .setReason(
                  i % 2 == 0
                      ? RecommendationReason.RECOMMENDATION_REASON_SIMILAR
                      : RecommendationReason.RECOMMENDATION_REASON_BOUGHT_TOGETHER)
              .setScore(1.0 / i)
              .build());
    }
    return related;
  }

  private static Audit audit() {
    return Audit.newBuilder()
        .setCreatedAt(Timestamp.newBuilder().setSeconds(MAY_2026))
        .setCreatedBy("importer")
        .setUpdatedAt(Timestamp.newBuilder().setSeconds(MAY_2026))
        .setUpdatedBy("importer")
        .setVersion(3)
        .build();
  }
}
