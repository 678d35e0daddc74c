package harbor.importer.feed;

import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.table.Cells;
import harbor.importer.table.MoneyText;
import harbor.type.v1.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a product row that say on which terms it is sold. */
final class OfferColumns {
  /** The pricing service's limit. */
  private static final long MAX_MINOR = 2_000_000_000;

  private static final int DAY_LENGTH = "2026-01-31".length();

  private static final Pattern TAX_CATEGORY = Pattern.compile("[A-Za-z_]{1,32}");

  private final Cells cells;
  private final String currency;
  private final @Nullable Money list;
  private final @Nullable Money sale;
  private final SaleRange saleRange;
  private final @Nullable Instant expiresAt;
  private final @Nullable Money cost;
  private final Availability availability;
  private final @Nullable Instant availableFrom;
  private final @Nullable Long quantity;

  /** {@code currency} is that of amounts without one; empty: they are refused. */
  OfferColumns(Cells cells, String currency) {
    this.cells = cells;
    this.currency = currency(cells, currency);
    this.list = price();
    this.sale = list == null ? null : salePrice(list);
    this.saleRange = sale == null ? SaleRange.ALWAYS : saleRange();
    this.expiresAt = moment("expiration_date", 1);
    this.cost = cost();
    OptionalLong counted = cells.number("quantity", 0, 1_000_000_000);
    this.quantity = counted.isPresent() ? counted.getAsLong() : null;
    Availability said = AvailabilityText.read(cells);
    Instant from = moment("availability_date", 0);
    this.availability =
        from != null && said == Availability.IN_STOCK ? Availability.PREORDER : said;
    this.availableFrom = availability.isAwaited() ? from : null;
    if (from != null && said == Availability.OUT_OF_STOCK) {
      cells.remark(
          "availability_date",
          "is left out: the product is out of stock",
          "write preorder or backorder as its availability");
    }
  }

  /** To be asked only when the row was not refused. */
  Offer offer() {
    int min = cells.optionalNumber("min_handling_time", 0, 365, 0);
    int max = cells.optionalNumber("max_handling_time", 0, 365, min);
    return new Offer(
        Objects.requireNonNull(list, "a row without price is refused"),
        sale,
        saleRange,
        expiresAt,
        cost,
        quantity != null && quantity == 0 && availability == Availability.IN_STOCK
            ? Availability.OUT_OF_STOCK
            : availability,
        availableFrom,
        quantity,
        Math.min(min, max),
        Math.max(min, max),
        cells.optionalNumber("warranty_months", 0, 1_200, 0),
        cells.optional("tax_category", TAX_CATEGORY, "a name").toLowerCase(Locale.ROOT),
        launchDate(),
        cells.flag("adult"),
        cells.optionalNumber("multipack", 0, 100_000, 0),
        cells.text("unit_pricing_measure", 40),
        segmentTags());
  }

  /** The row's own column wins over what is said of the file. */
  private static String currency(Cells cells, String otherwise) {
    String own =
        cells.optional(
            "currency",
            value -> MoneyText.known(value).isPresent(),
            "an ISO 4217 code such as EUR");
    return own.isEmpty() ? otherwise : own.toUpperCase(Locale.ROOT);
  }

  private @Nullable Money price() {
    Money price = cells.money("price", currency).orElse(null);
    if (cells.text("price").isEmpty()) {
      cells.refuse("price", "is empty", "every row needs it");
    }
    if (price != null && (price.getMinor() < 1 || price.getMinor() > MAX_MINOR)) {
      cells.refuse(
          "price",
          "is out of range",
          "prices are above 0 and at most %d minor units".formatted(MAX_MINOR));
    }
    return price;
  }

  /** Many shops write 0, or the price itself, where there is no sale. */
  private @Nullable Money salePrice(Money price) {
    Money found = cells.money("sale_price", currency).orElse(null);
    if (found == null || found.getMinor() == 0) {
      return null;
    }
    if (!found.getCurrency().equals(price.getCurrency())) {
      cells.refuse("sale_price", "has another currency than price", "sell in one currency");
      return null;
    }
    if (found.getMinor() < 0) {
      cells.refuse("sale_price", "is below 0", "leave it empty where there is no sale");
      return null;
    }
    if (found.getMinor() > price.getMinor()) {
      cells.remark("sale_price", "is left out: above price", "correct the price or the sale price");
    }
    return found.getMinor() < price.getMinor() ? found : null;
  }

  /** A range that nobody can read would sell at the wrong price. */
  private SaleRange saleRange() {
    try {
      return SaleRange.parse(cells.text("sale_price_effective_date"));
    } catch (DateTimeParseException e) {
      cells.refuse(
          "sale_price_effective_date",
          String.valueOf(e.getMessage()),
          "write it like 2026-01-01T00:00+0100/2026-01-31T23:59+0100");
      return SaleRange.ALWAYS;
    }
  }

  /** Of a day alone, the beginning in UTC of that which comes so many days after it. */
  private @Nullable Instant moment(String column, int days) {
    String value = cells.text(column);
    if (value.isEmpty()) {
      return null;
    }
    try {
      return value.length() == DAY_LENGTH
          ? LocalDate.parse(value).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant()
          : SaleRange.moment(value);
    } catch (DateTimeParseException e) {
      cells.refuse(
          column,
          "is not a time with its offset, nor a day",
          "write it like 2026-01-31T23:59+0100 or 2026-01-31");
      return null;
    }
  }

  private @Nullable Money cost() {
    return switch (MoneyText.read(cells.text("cost_of_goods_sold"), currency)) {
      case MoneyText.Amount(Money cost) when cost.getMinor() >= 0 -> cost;
      case MoneyText.Amount _ -> {
        cells.remark("cost_of_goods_sold", "is left out: below 0", "correct it");
        yield null;
      }
      case MoneyText.Unclear(String problem, String advice) -> {
        cells.remark("cost_of_goods_sold", "is left out: " + problem, advice);
        yield null;
      }
      case MoneyText.Nothing _ -> null;
    };
  }

  private String launchDate() {
    String value = cells.text("launch_date");
    if (value.isEmpty()) {
      return "";
    }
    try {
      return LocalDate.parse(value.substring(0, Math.min(10, value.length()))).toString();
    } catch (DateTimeParseException e) {
      cells.remark("launch_date", "is left out: not a date", "write it like 2026-01-31");
      return "";
    }
  }

  private List<String> segmentTags() {
    return IntStream.rangeClosed(0, 4)
        .mapToObj(label -> cells.text("custom_label_" + label, 100))
        .filter(tag -> !tag.isEmpty())
        .toList();
  }
}
