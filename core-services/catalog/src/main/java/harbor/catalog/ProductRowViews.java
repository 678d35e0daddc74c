package harbor.catalog;

import harbor.catalog.product.Condition;
import harbor.catalog.product.Identity;
import harbor.catalog.product.Image;
import harbor.catalog.product.Internal;
import harbor.catalog.product.Listing;
import harbor.catalog.product.Measures;
import harbor.catalog.product.Pricing;
import harbor.catalog.product.ProductId;
import harbor.catalog.product.Specification;
import harbor.catalog.product.Texts;
import harbor.catalog.product.Traits;
import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.Product;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Products from the rows of an import. */
final class ProductRowViews {
  private ProductRowViews() {}

  /**
   * The product that a row states.
   *
   * @throws InvalidField when there can be no such product
   */
  static harbor.catalog.product.Product product(Product row) {
    return new harbor.catalog.product.Product(
        new ProductId(row.getId()),
        texts(row),
        identity(row),
        pricing(row),
        row.getImagesList().stream()
            .map(image -> new Image(image.getUrl(), image.getAlt()))
            .toList(),
        row.getSpecificationsList().stream()
            .map(line -> new Specification(line.getSection(), line.getName(), line.getValue()))
            .toList(),
        traits(row),
        new Measures(
            row.getShippingWeightGrams(), row.getLengthMm(), row.getWidthMm(), row.getHeightMm()),
        Fields.days(
            "min_handling_days", row.getMinHandlingDays(),
            "max_handling_days", row.getMaxHandlingDays()),
        listing(row),
        internal(row));
  }

  private static Texts texts(Product row) {
    return new Texts(
        row.getTitle(),
        row.getShortTitle(),
        row.getDescription(),
        row.getHighlightsList(),
        row.getSeoTitle(),
        row.getSeoDescription());
  }

  private static Identity identity(Product row) {
    return new Identity(
        row.getBrand(), row.getGtin(), row.getMpn(), condition(row), row.getItemGroupId());
  }

  /** Without a price of its own the product costs its list price. */
  private static Pricing pricing(Product row) {
    Money listPrice = money("list_price", row.getListPrice());
    return new Pricing(
        listPrice,
        row.hasPrice() ? money("price", row.getPrice()) : listPrice,
        row.getTaxCategory(),
        row.getMultipack(),
        row.getUnitPricingMeasure());
  }

  private static Traits traits(Product row) {
    return new Traits(
        row.getColor(),
        row.getMaterial(),
        row.getSize(),
        row.getEnergyEfficiencyClass(),
        row.getCountryOfOrigin(),
        row.getWarrantyMonths(),
        row.getAdult());
  }

  private static Listing listing(Product row) {
    return new Listing(
        row.getCategoryPathList(),
        row.getFurtherCategoryPathsList().stream()
            .<List<String>>map(CategoryPath::getNamesList)
            .toList(),
        row.getLink(),
        launchDate(row),
        row.getPublished(),
        row.hasExpiresAt()
            ? Optional.of(Fields.instant("expires_at", row.getExpiresAt()))
            : Optional.empty());
  }

  private static Internal internal(Product row) {
    return new Internal(
        row.hasSupplierCost()
            ? Optional.of(money("supplier_cost", row.getSupplierCost()))
            : Optional.empty(),
        row.getSegmentTagsList(),
        row.getSourceFeed(),
        row.getSupplierId(),
        row.getSource());
  }

  private static Money money(String field, harbor.type.v1.Money money) {
    return Fields.money(field, money, 0);
  }

  private static Condition condition(Product row) {
    return switch (row.getCondition()) {
      case CONDITION_UNSPECIFIED -> Condition.NOT_SAID;
      case CONDITION_NEW -> Condition.NEW;
      case CONDITION_REFURBISHED -> Condition.REFURBISHED;
      case CONDITION_USED -> Condition.USED;
      case UNRECOGNIZED -> throw new InvalidField("condition", "None that the catalogue knows.");
    };
  }

  private static Optional<LocalDate> launchDate(Product row) {
    if (row.getLaunchDate().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(row.getLaunchDate()));
    } catch (DateTimeParseException _) {
      throw new InvalidField(
          "launch_date", "No date (expected: for instance 2026-01-31, or empty).");
    }
  }
}
