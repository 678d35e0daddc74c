package harbor.importer.feed;

import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.table.Cells;
import harbor.importer.table.MoneyText;
import harbor.type.v1.Money;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a product row that say on which terms it is sold. */
final class OfferColumns {
  /** The pricing service's limit. */
  private static final long MAX_MINOR = 2_000_000_000;

  private static final Pattern TAX_CATEGORY = Pattern.compile("[A-Za-z_]{1,32}");

  private final Cells cells;
  private final @Nullable Money list;
  private final @Nullable Money sale;
  private final @Nullable Money cost;
  private final Availability availability;
  private final @Nullable Long quantity;

  OfferColumns(Cells cells) {
    this.cells = cells;
    this.list = price();
    this.sale = list == null ? null : salePrice(cells, list);
    this.cost = cost(cells);
    OptionalLong counted = cells.number("quantity", 0, 1_000_000_000);
    this.quantity = counted.isPresent() ? counted.getAsLong() : null;
    this.availability = availability(cells);
  }

  /** To be asked only when the row was not refused. */
  Offer offer() {
    int min = cells.optionalNumber("min_handling_time", 0, 365, 0);
    int max = cells.optionalNumber("max_handling_time", 0, 365, min);
    return new Offer(
        Objects.requireNonNull(list, "a row without price is refused"),
        sale,
        cost,
        quantity != null && quantity == 0 && availability == Availability.IN_STOCK
            ? Availability.OUT_OF_STOCK
            : availability,
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

  private @Nullable Money price() {
    Money price = cells.money("price").orElse(null);
    if (cells.text("price").isEmpty()) {
      cells.refuse("price", "is empty");
    }
    if (price != null && (price.getMinor() < 1 || price.getMinor() > MAX_MINOR)) {
      cells.refuse("price", "must be above 0 and at most %d minor units".formatted(MAX_MINOR));
    }
    return price;
  }

  private static @Nullable Money salePrice(Cells cells, Money list) {
    Money sale = cells.money("sale_price").orElse(null);
    if (sale == null) {
      return null;
    }
    if (!sale.getCurrency().equals(list.getCurrency())) {
      cells.refuse("sale_price", "has another currency than price");
    } else if (sale.getMinor() < 1) {
      cells.refuse("sale_price", "must be above 0");
    } else if (sale.getMinor() >= list.getMinor()) {
      cells.remark("sale_price", "left out: not below price");
      return null;
    }
    return sale;
  }

  private static @Nullable Money cost(Cells cells) {
    String value = cells.text("cost_of_goods_sold");
    Optional<Money> cost = MoneyText.parse(value).filter(amount -> amount.getMinor() >= 0);
    if (cost.isEmpty() && !value.isEmpty()) {
      cells.remark(
          "cost_of_goods_sold", Cells.quoted(value) + " left out: not an amount such as 12.34 GBP");
    }
    return cost.orElse(null);
  }

  private static Availability availability(Cells cells) {
    String value = cells.text("availability").toLowerCase(Locale.ROOT).replace(' ', '_');
    return switch (value) {
      case "", "in_stock" -> Availability.IN_STOCK;
      case "out_of_stock" -> Availability.OUT_OF_STOCK;
      case "preorder", "backorder" -> Availability.PREORDER;
      default -> {
        cells.refuse(
            "availability",
            Cells.quoted(value) + " is none of in_stock, out_of_stock, preorder, backorder");
        yield Availability.OUT_OF_STOCK;
      }
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
      cells.remark("launch_date", Cells.quoted(value) + " left out: not a date such as 2026-01-31");
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
