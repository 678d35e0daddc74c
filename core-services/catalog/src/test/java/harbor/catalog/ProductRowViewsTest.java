package harbor.catalog;

import static harbor.catalog.ProductRows.full;
import static harbor.catalog.ProductRows.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.kit.service.row.Audit;
import harbor.kit.service.row.InvalidField;
import harbor.type.v1.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProductRowViewsTest {
  private static final Audit AUDIT =
      new Audit(Instant.EPOCH, "catalog", Instant.EPOCH.plusNanos(1), "catalog", 1);

  @Test
  void product_holdsEveryField_soThatTheViewOfItIsTheRow() {
    Product row = full("HB1001").build();

    Product view =
        ProductViews.of(new StoredProduct.Full(ProductRowViews.product(row), false, AUDIT));

    assertThat(view.toBuilder().clearAudit().build()).isEqualTo(row);
    // Without what the catalogue alone says: audit and withdrawn.
    assertThat(row.getAllFields()).hasSize(Product.getDescriptor().getFields().size() - 2);
  }

  @Test
  void product_costsItsListPrice_whenNoOtherIsSaid() {
    assertThat(ProductRowViews.product(full("a").clearPrice().build()).pricing().price().minor())
        .isEqualTo(4990);
  }

  @Test
  void product_takesItsLimits() {
    Product.Builder row =
        full("a")
            .setTitle("é".repeat(200))
            .setShortTitle("\uD83D\uDE00".repeat(40))
            .setDescription("d".repeat(10_000))
            .setMaxHandlingDays(365)
            .clearCategoryPath()
            .addAllCategoryPath(Collections.nCopies(6, "c".repeat(100)))
            .setPrice(money(4990));

    assertThat(ProductRowViews.product(row.build()).texts().title()).hasSize(200);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedRows")
  void product_isRefused_withTheNameOfTheField(
      String field, String what, UnaryOperator<Product.Builder> change) {
    Product row = change.apply(full("HB1001")).build();

    InvalidField refusal =
        catchThrowableOfType(InvalidField.class, () -> ProductRowViews.product(row));

    assertThat(refusal).as(what).isNotNull();
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.description()).isNotBlank().endsWith(".");
  }

  static Stream<Arguments> refusedRows() {
    return Stream.of(
        refused("id", "empty", row -> row.setId("")),
        refused("id", "space", row -> row.setId("a ")),
        refused("id", "too long", row -> row.setId("a".repeat(65))),
        refused("title", "empty", row -> row.setTitle(" ")),
        refused("title", "too long", row -> row.setTitle("t".repeat(201))),
        refused("title", "NUL", row -> row.setTitle("a\0b")),
        refused("short_title", "too long", row -> row.setShortTitle("t".repeat(41))),
        refused("description", "too long", row -> row.setDescription("d".repeat(10_001))),
        refused("brand", "too long", row -> row.setBrand("b".repeat(101))),
        refused("gtin", "letters", row -> row.setGtin("401234567890X")),
        refused("gtin", "11 digits", row -> row.setGtin("12345678901")),
        refused("mpn", "too long", row -> row.setMpn("m".repeat(101))),
        refused("condition", "unknown", row -> row.setConditionValue(99)),
        refused("category_path", "empty", Product.Builder::clearCategoryPath),
        refused("category_path", "blank name", row -> row.addCategoryPath("")),
        refused(
            "category_path",
            "seven",
            row -> row.addAllCategoryPath(Collections.nCopies(4, "deeper"))),
        refused("item_group_id", "NUL", row -> row.setItemGroupId("\0")),
        refused(
            "images",
            "too many",
            row -> row.addAllImages(Collections.nCopies(9, row.getImages(0)))),
        refused("images", "no url", row -> row.addImages(Image.getDefaultInstance())),
        refused(
            "images", "script", row -> row.addImages(Image.newBuilder().setUrl("javascript:x"))),
        refused("list_price", "absent", Product.Builder::clearListPrice),
        refused("list_price", "zero", row -> row.setListPrice(money(0))),
        refused("price", "zero", row -> row.setPrice(money(0))),
        refused("price", "negative", row -> row.setPrice(money(-1))),
        refused("price", "above the list price", row -> row.setPrice(money(4991))),
        refused("price", "other currency", row -> row.setPrice(pounds())),
        refused("price", "no currency", row -> row.setPrice(money(1).toBuilder().clearCurrency())),
        refused("color", "too long", row -> row.setColor("c".repeat(201))),
        refused("material", "NUL", row -> row.setMaterial("\0")),
        refused("size", "NUL", row -> row.setSize("\0")),
        refused("shipping_weight_grams", "negative", row -> row.setShippingWeightGrams(-1)),
        refused("length_mm", "negative", row -> row.setLengthMm(-1)),
        refused("width_mm", "negative", row -> row.setWidthMm(-1)),
        refused("height_mm", "negative", row -> row.setHeightMm(-1)),
        refused("min_handling_days", "negative", row -> row.setMinHandlingDays(-1)),
        refused("max_handling_days", "below the least", row -> row.setMaxHandlingDays(0)),
        refused("max_handling_days", "above a year", row -> row.setMaxHandlingDays(366)),
        refused("energy_efficiency_class", "H", row -> row.setEnergyEfficiencyClass("H")),
        refused(
            "highlights",
            "too many",
            row ->
                row.addAllHighlights(row.getHighlightsList())
                    .addAllHighlights(Collections.nCopies(5, "more"))),
        refused("highlights", "too long", row -> row.addHighlights("h".repeat(151))),
        refused(
            "specifications",
            "too many",
            row -> row.addAllSpecifications(Collections.nCopies(51, row.getSpecifications(0)))),
        refused(
            "specifications",
            "no name",
            row -> row.addSpecifications(Specification.newBuilder().setValue("1"))),
        refused(
            "specifications",
            "NUL",
            row -> row.addSpecifications(Specification.newBuilder().setName("n").setValue("\0"))),
        refused("country_of_origin", "a name", row -> row.setCountryOfOrigin("Germany")),
        refused("warranty_months", "negative", row -> row.setWarrantyMonths(-1)),
        refused("tax_category", "unknown", row -> row.setTaxCategory("luxury")),
        refused("launch_date", "no date", row -> row.setLaunchDate("2026-02-30")),
        refused("launch_date", "year 0", row -> row.setLaunchDate("0000-01-01")),
        refused("launch_date", "far future", row -> row.setLaunchDate("+999999999-01-01")),
        refused("seo_title", "too long", row -> row.setSeoTitle("s".repeat(71))),
        refused("seo_description", "too long", row -> row.setSeoDescription("s".repeat(321))),
        refused("link", "another host", row -> row.setLink("//elsewhere.example")),
        refused("link", "backslash", row -> row.setLink("/\\elsewhere.example")),
        refused("link", "a scheme", row -> row.setLink("https://elsewhere.example")),
        refused("supplier_cost", "negative", row -> row.setSupplierCost(money(-1))),
        refused("segment_tags", "blank", row -> row.addSegmentTags(" ")),
        refused("source_feed", "NUL", row -> row.setSourceFeed("\0")),
        refused("supplier_id", "NUL", row -> row.setSupplierId("\0")),
        refused("multipack", "negative", row -> row.setMultipack(-1)),
        refused("unit_pricing_measure", "NUL", row -> row.setUnitPricingMeasure("\0")));
  }

  private static Arguments refused(
      String field, String what, UnaryOperator<Product.Builder> change) {
    return Arguments.of(field, what, change);
  }

  private static Money pounds() {
    return Money.newBuilder().setMinor(100).setCurrency("GBP").build();
  }
}
