package harbor.catalog;

import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.kit.service.row.Timestamps;
import harbor.type.v1.Money;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of an import for tests. */
final class ProductRows {
  private ProductRows() {}

  /** A row with every field, 12 pictures and 50 specifications. */
  static Product.Builder full(String id) {
    return Product.newBuilder()
        .setId(id)
        .setTitle("Kettle \"Löwe\" \\ 1.7 l, {steel}")
        .setShortTitle("Kettle Löwe")
        .setDescription("Boils <water> & more.\nTwo lines: 'one', \"two\".")
        .setBrand("Löwe")
        .setGtin("4012345678901")
        .setMpn("K-17")
        .setCondition(Condition.CONDITION_NEW)
        .addAllCategoryPath(List.of("Home, Garden", "Kitchen \"small\"", "Kettles {steel}"))
        .addFurtherCategoryPaths(CategoryPath.newBuilder().addNames("Gifts").addNames("Tea {}"))
        .addFurtherCategoryPaths(CategoryPath.newBuilder().addNames("Offers"))
        .setItemGroupId("kettles")
        .addAllImages(IntStream.range(0, 12).mapToObj(ProductRows::image).toList())
        .setListPrice(money(4990))
        .setPrice(money(3990))
        .setColor("silver")
        .setMaterial("steel")
        .setSize("1.7 l")
        .setShippingWeightGrams(1400)
        .setLengthMm(220)
        .setWidthMm(160)
        .setHeightMm(240)
        .setMinHandlingDays(1)
        .setMaxHandlingDays(3)
        .setEnergyEfficiencyClass("A++")
        .addAllHighlights(List.of("Quick, quiet", "NULL", "Says \"click\""))
        .addAllSpecifications(IntStream.range(0, 50).mapToObj(ProductRows::line).toList())
        .setCountryOfOrigin("DE")
        .setWarrantyMonths(24)
        .setTaxCategory("standard")
        .setLaunchDate("2026-02-28")
        .setSeoTitle("Kettle")
        .setSeoDescription("A kettle.")
        .setLink("/p/" + id)
        .setSupplierCost(money(1999))
        .addAllSegmentTags(List.of("margin-high", "spring"))
        .setSourceFeed("main")
        .setSupplierId("S-1")
        .setSource("erp")
        .setExpiresAt(Timestamps.of(Instant.parse("2099-12-31T23:59:59.123456Z")))
        .setAdult(true)
        .setMultipack(2)
        .setUnitPricingMeasure("500 g")
        .setPublished(true);
  }

  /** A row that says no more than it must. */
  static Product.Builder least(String id) {
    return Product.newBuilder()
        .setId(id)
        .setTitle("Cup")
        .setShortTitle("Cup")
        .addCategoryPath("Home")
        .setListPrice(money(500))
        .setPrice(money(500))
        .setPublished(true);
  }

  static Money money(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  private static Image image(int number) {
    return Image.newBuilder()
        .setUrl("/media/%d-{size}.webp".formatted(number))
        .setAlt("Picture " + number)
        .build();
  }

  private static Specification line(int number) {
    return Specification.newBuilder()
        .setSection(number < 25 ? "Body" : "")
        .setName("Property " + number)
        .setValue(number + " \"mm\" \\ é")
        .build();
  }
}
