package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.ProductData.Condition;
import harbor.importer.table.TableRow;
import harbor.type.v1.Money;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductFeedTest extends FirstRow {
  @Test
  void row_readsEveryColumn() throws IOException {
    String feed =
        """
        price\tid\ttitle\tshort_title\tdescription\tproduct_highlight\tbrand\tgtin\tmpn\tcondition\tproduct_type\titem_group_id\
        \tlink\timage_link\tadditional_image_link\tsale_price\tcost_of_goods_sold\tavailability\tquantity\tmin_handling_time\tmax_handling_time\
        \tcolor\tmaterial\tsize\tshipping_weight\tproduct_length\tproduct_width\tproduct_height\tenergy_efficiency_class\tproduct_detail\
        \tcustom_label_0\tcustom_label_2\tcountry_of_origin\twarranty_months\ttax_category\tlaunch_date\tseo_title\tseo_description\
        \tadult\tmultipack\tunit_pricing_measure
        49.90 EUR\tHB1\tBlue kettle\tKettle\tBoils.\tFast\\, quiet,Safe\tAcme\t4006381333931\tK-1\tnew\tHome > Kitchen > Kettles\tHBG\
        \t/p/HB1\t/i/1-{size}.webp\t/i/2.webp,/i/3.webp\t39.90 EUR\t20 EUR\tpreorder\t7\t1\t3\
        \tblue\tsteel\t1.7 l\t1.2 kg\t32 cm\t20 cm\t10 in\tA+\tPower:Watt:2200\
        \ttop\tsale\tde\t24\tReduced\t2026-03-01\tKettle SEO\tBuy it\
        \tno\t2\t1 l
        """;

    TableRow.Valid<ProductData> row = good(feed);

    assertThat(row.remarks()).isEmpty();
    assertThat(said).isEmpty();
    assertThat(row.value())
        .isEqualTo(
            new ProductData(
                "HB1",
                new ProductData.Texts(
                    "Blue kettle",
                    "Kettle",
                    "Boils.",
                    List.of("Fast, quiet", "Safe"),
                    "Kettle SEO",
                    "Buy it"),
                new ProductData.Identity(
                    "Acme",
                    "4006381333931",
                    "K-1",
                    Condition.NEW,
                    List.of("Home", "Kitchen", "Kettles"),
                    "HBG",
                    "/p/HB1",
                    List.of("/i/1-{size}.webp", "/i/2.webp", "/i/3.webp"),
                    "DE",
                    "feed.tsv"),
                new ProductData.Offer(
                    money(4990, "EUR"),
                    money(3990, "EUR"),
                    money(2000, "EUR"),
                    Availability.PREORDER,
                    7L,
                    1,
                    3,
                    24,
                    "reduced",
                    "2026-03-01",
                    false,
                    2,
                    "1 l",
                    List.of("top", "sale")),
                new ProductData.Attributes(
                    "blue",
                    "steel",
                    "1.7 l",
                    1200,
                    320,
                    200,
                    254,
                    "A+",
                    List.of(new Detail("Power", "Watt", "2200")))));
  }

  @Test
  void row_fillsIn_whatAMeagreFeedLeavesOut() throws IOException {
    ProductData product =
        good("id\ttitle\tprice\nA\tA rather long title of a product that goes on\t1 JPY\n").value();

    assertThat(product.texts().shortTitle()).isEqualTo("A rather long title of a product that");
    assertThat(product.identity().link()).isEqualTo("/p/A");
    assertThat(product.identity().categoryPath()).containsExactly("Other");
    assertThat(product.offer().availability()).isEqualTo(Availability.IN_STOCK);
    assertThat(product.offer().price()).isEqualTo(money(1, "JPY"));
    assertThat(said)
        .anyMatch(s -> s.contains("availability"))
        .anyMatch(s -> s.contains("product_type"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id            | a b               | id 'a b' is not an id",
        "id            |                   | id '' is not an id",
        "title         |                   | title is empty",
        "price         |                   | price is empty",
        "price         | 12,34 EUR         | price '12,34 EUR' is not an amount such as 12.34 GBP",
        "price         | 0 EUR             | price must be above 0",
        "price         | -1 EUR            | price must be above 0",
        "price         | 20000000.01 EUR   | price must be above 0 and at most",
        "sale_price    | 1 USD             | sale_price has another currency",
        "sale_price    | cheap             | sale_price 'cheap' is not an amount",
        "sale_price    | 0.00 EUR          | sale_price must be above 0",
        "availability  | maybe             | availability 'maybe' is none of",
        "condition     | so so             | condition 'so so' is none of",
        "quantity      | many              | quantity 'many' is not a whole number"
      })
  void row_isRefused_whenItsTermsAreUnclear(String column, String value, String reason)
      throws IOException {
    assertThat(row(feedWith(column, value)))
        .isInstanceOfSatisfying(
            TableRow.Invalid.class,
            bad -> {
              assertThat(bad.line()).isEqualTo(2);
              assertThat(bad.reason()).startsWith(reason);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gtin                    | 123        | gtin '123' left out: not 8, 12, 13 or 14 digits",
        "shipping_weight         | heavy      | shipping_weight 'heavy' left out: not a measure"
            + " such as 1.2 kg",
        "product_width           | 12         | product_width '12' left out: not a measure such as"
            + " 32 cm",
        "energy_efficiency_class | Z          | energy_efficiency_class 'Z' left out: not a class"
            + " from A+++ to G",
        "sale_price              | 12.00 EUR  | sale_price left out: not below price",
        "launch_date             | soon       | launch_date 'soon' left out: not a date such as"
            + " 2026-01-31",
        "min_handling_time       | 400        | min_handling_time '400' left out: not a whole"
            + " number from 0 to 365",
        "cost_of_goods_sold      | 3          | cost_of_goods_sold '3' left out: not an amount such"
            + " as 12.34 GBP",
        "adult                   | perhaps    | adult 'perhaps' counts as no: neither yes nor no",
        "link                    | http://[x  | link 'http://[x' left out: not an address"
      })
  void row_isStoredWithARemark_whenItCanDoWithoutTheValue(
      String column, String value, String remark) throws IOException {
    assertThat(good(feedWith(column, value)).remarks()).containsExactly(remark);
  }

  @ParameterizedTest
  @CsvSource({
    "in stock, IN_STOCK",
    "In_Stock, IN_STOCK",
    "out of stock, OUT_OF_STOCK",
    "backorder, PREORDER",
    "preorder, PREORDER"
  })
  void availability_hasSeveralSpellings(String value, Availability expected) throws IOException {
    assertThat(good(feedWith("availability", value)).value().offer().availability())
        .isEqualTo(expected);
  }

  @Test
  void quantity_nothingLeft_isOutOfStock() throws IOException {
    assertThat(good(feedWith("quantity", "0")).value().offer().availability())
        .isEqualTo(Availability.OUT_OF_STOCK);
  }

  @Test
  void link_keepsThePathOfAnAddress() throws IOException {
    assertThat(
            good(feedWith("link", "https://shop.example/de/kettle?x=1")).value().identity().link())
        .isEqualTo("/de/kettle");
  }

  @Test
  void mpn_isTheFirstOfSeveral() throws IOException {
    assertThat(good(feedWith("mpn", "BA 120            BA120-D3")).value().identity().mpn())
        .isEqualTo("BA 120");
  }

  private static String feedWith(String column, String value) {
    List<String> names =
        new ArrayList<>(List.of("id", "title", "price", "availability", "product_type"));
    List<String> cells = new ArrayList<>(List.of("A", "B", "10.00 EUR", "in_stock", "C"));
    if (names.contains(column)) {
      cells.set(names.indexOf(column), value == null ? "" : value);
    } else {
      names.add(column);
      cells.add(value == null ? "" : value);
    }
    return String.join("\t", names) + "\n" + String.join("\t", cells) + "\n";
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }
}
