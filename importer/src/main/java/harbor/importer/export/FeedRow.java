package harbor.importer.export;

import com.google.protobuf.Timestamp;
import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.importer.feed.CategoryPaths;
import harbor.importer.feed.Detail;
import harbor.importer.table.Escapes;
import harbor.importer.table.Markup;
import harbor.importer.table.WebAddress;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.Sale;
import harbor.type.v1.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A product as a row of a feed: for each column its values, without those of which nothing is known
 * and without what is internal. A value stands as it is, for whoever reads it; entities and
 * backslashes are only where the importer would read another value without them.
 */
final class FeedRow {
  static final String DETAILS = "product_detail";

  /** All columns, in their order. */
  static final List<String> COLUMNS =
      List.of(
          ("id title short_title description product_highlight seo_title seo_description brand gtin"
               + " mpn condition product_type item_group_id link image_link additional_image_link"
               + " price sale_price sale_price_effective_date availability availability_date"
               + " expiration_date min_handling_time max_handling_time warranty_months tax_category"
               + " launch_date adult multipack unit_pricing_measure color material size"
               + " shipping_weight product_length product_width product_height"
               + " energy_efficiency_class country_of_origin product_detail")
              .split(" "));

  private final ShopAddresses addresses;
  private final FeedFormat format;
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private FeedRow(ShopAddresses addresses, FeedFormat format) {
    this.addresses = addresses;
    this.format = format;
  }

  /**
   * The row of a product.
   *
   * @param price without an amount where the catalogue's own price stands
   */
  static Map<String, List<String>> of(
      Product product, Price price, Stock stock, ShopAddresses addresses, FeedFormat format) {
    FeedRow row = new FeedRow(addresses, format);
    row.describe(product);
    row.offer(product, price, stock);
    row.measure(product);
    return row.values;
  }

  private void describe(Product product) {
    text("id", product.getId());
    prose("title", product.getTitle());
    prose("short_title", product.getShortTitle());
    prose("description", product.getDescription());
    list(
        "product_highlight",
        product.getHighlightsList().stream()
            .map(entry -> format.isEntryPerValue ? entry : Escapes.entry(entry, _ -> true))
            .map(Markup::encoded));
    prose("seo_title", product.getSeoTitle());
    prose("seo_description", product.getSeoDescription());
    text("brand", product.getBrand());
    text("gtin", product.getGtin());
    text("mpn", product.getMpn());
    text("condition", condition(product.getCondition()));
    list("product_type", paths(product));
    text("item_group_id", product.getItemGroupId());
    text("link", addresses.page(product.getLink()));
    List<String> images =
        product.getImagesList().stream()
            .map(Image::getUrl)
            .map(addresses::picture)
            .map(url -> Markup.encoded(Escapes.entry(url, WebAddress::isEntry)))
            .toList();
    list("image_link", images.stream().limit(1));
    list("additional_image_link", images.stream().skip(1));
    text("country_of_origin", product.getCountryOfOrigin());
    list(
        DETAILS,
        product.getSpecificationsList().stream()
            .map(line -> new Detail(line.getSection(), line.getName(), line.getValue()).text())
            .map(Markup::encoded));
  }

  private Stream<String> paths(Product product) {
    List<CategoryPath> further = product.getFurtherCategoryPathsList();
    boolean isAlone = format.isEntryPerValue || further.isEmpty();
    return Stream.concat(
            Stream.of(product.getCategoryPathList()),
            further.stream().map(CategoryPath::getNamesList))
        .filter(names -> !names.isEmpty())
        .map(names -> CategoryPaths.text(names, isAlone));
  }

  private void offer(Product product, Price price, Stock stock) {
    text("price", money(price.hasList() ? price.getList() : product.getListPrice()));
    if (price.hasSale()) {
      Sale sale = price.getSale();
      text("sale_price", money(sale.getPrice()));
      if (sale.hasStartsAt() || sale.hasEndsAt()) {
        text(
            "sale_price_effective_date",
            (sale.hasStartsAt() ? moment(sale.getStartsAt()) : "")
                + "/"
                + (sale.hasEndsAt() ? moment(sale.getEndsAt()) : ""));
      }
    }
    text("availability", availability(stock));
    text("availability_date", stock.hasAvailableFrom() ? moment(stock.getAvailableFrom()) : "");
    text("expiration_date", product.hasExpiresAt() ? moment(product.getExpiresAt()) : "");
    text("min_handling_time", Integer.toString(product.getMinHandlingDays()));
    text("max_handling_time", Integer.toString(product.getMaxHandlingDays()));
    number("warranty_months", product.getWarrantyMonths(), "");
    text("tax_category", product.getTaxCategory());
    text("launch_date", product.getLaunchDate());
    text("adult", product.getAdult() ? "yes" : "");
    number("multipack", product.getMultipack(), "");
    text("unit_pricing_measure", product.getUnitPricingMeasure());
  }

  private void measure(Product product) {
    text("color", product.getColor());
    text("material", product.getMaterial());
    text("size", product.getSize());
    number("shipping_weight", product.getShippingWeightGrams(), " g");
    number("product_length", product.getLengthMm(), " mm");
    number("product_width", product.getWidthMm(), " mm");
    number("product_height", product.getHeightMm(), " mm");
    text("energy_efficiency_class", product.getEnergyEfficiencyClass());
  }

  private void text(String column, String value) {
    list(column, Stream.of(value).filter(text -> !text.isEmpty()).map(Markup::encoded));
  }

  /** What the importer reads as HTML where it has tags. */
  private void prose(String column, String value) {
    list(column, Stream.of(value).filter(text -> !text.isEmpty()).map(Markup::encodedPlain));
  }

  private void number(String column, int value, String unit) {
    text(column, value == 0 ? "" : value + unit);
  }

  private void list(String column, Stream<String> entries) {
    List<String> all = entries.toList();
    if (!all.isEmpty()) {
      values.put(column, all);
    }
  }

  private static String money(Money money) {
    int digits = Currency.getInstance(money.getCurrency()).getDefaultFractionDigits();
    return BigDecimal.valueOf(money.getMinor(), digits).toPlainString() + " " + money.getCurrency();
  }

  private static String moment(Timestamp moment) {
    return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()).toString();
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case CONDITION_NEW -> "new";
      case CONDITION_REFURBISHED -> "refurbished";
      case CONDITION_USED -> "used";
      case CONDITION_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  private static String availability(Stock stock) {
    return switch (stock.getStatus()) {
      case STOCK_STATUS_AVAILABLE -> "in_stock";
      case STOCK_STATUS_PREORDER -> "preorder";
      case STOCK_STATUS_BACKORDER -> "backorder";
      case STOCK_STATUS_OUT_OF_STOCK, STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> "out_of_stock";
    };
  }
}
