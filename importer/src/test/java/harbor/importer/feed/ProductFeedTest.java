package harbor.importer.feed;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.progress.Fault;
import harbor.importer.table.TableRow;
import harbor.importer.table.TimeText.DayOrder;
import harbor.type.v1.Money;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductFeedTest extends FirstRow {
  @Test
  void row_readsEveryColumn() throws IOException {
    String feed =
        """
        price\tid\ttitle\tshort_title\tdescription\tproduct_highlight\tbrand\tgtin\tmpn\tcondition\tproduct_type\titem_group_id\
        \tlink\timage_link\tadditional_image_link\tsale_price\tcost_of_goods_sold\tavailability\tavailability_date\tquantity\tmin_handling_time\tmax_handling_time\
        \tcolor\tmaterial\tsize\tshipping_weight\tproduct_length\tproduct_width\tproduct_height\tenergy_efficiency_class\tproduct_detail\
        \tcustom_label_0\tcustom_label_2\tcountry_of_origin\twarranty_months\ttax_category\tlaunch_date\tseo_title\tseo_description\
        \tadult\tmultipack\tunit_pricing_measure
        49.90 EUR\tHB1\tBlue kettle\tKettle\tBoils.\tFast\\, quiet,Safe\tAcme\t4006381333931\tK-1\tnew\tHome > Kitchen > Kettles\tHBG\
        \t/p/HB1\t/i/1-{size}.webp\t/i/2.webp,/i/3.webp\t39.90 EUR\t20 EUR\tpreorder\t2026-03-01T09:00+0100\t7\t1\t3\
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
                    List.of(),
                    "HBG",
                    "/p/HB1",
                    List.of("/i/1-{size}.webp", "/i/2.webp", "/i/3.webp"),
                    "DE",
                    "feed.tsv"),
                new ProductData.Offer(
                    money(4990, "EUR"),
                    money(3990, "EUR"),
                    SaleRange.ALWAYS,
                    null,
                    money(2000, "EUR"),
                    Availability.PREORDER,
                    Instant.parse("2026-03-01T08:00:00Z"),
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
  void saleRange_comesWithTheSale_andTheFeedsOwnPriceIsTheRegularOne() throws IOException {
    ProductData.Offer offer =
        valid(
                rowWith(
                    Map.of(
                        "price",
                        "20.00 EUR",
                        "sale_price",
                        "15.00 EUR",
                        "sale_price_effective_date",
                        "2024-01-01T00:00-0800/2024-01-31T23:59-0800"),
                    FeedOptions.NONE))
            .value()
            .offer();

    assertThat(offer.sale()).isEqualTo(money(1500, "EUR"));
    assertThat(offer.saleRange().startsAt()).contains(Instant.parse("2024-01-01T08:00:00Z"));
    assertThat(offer.saleRange().endsAt()).contains(Instant.parse("2024-02-01T07:59:00Z"));
    assertThat(offer.price()).isEqualTo(money(2000, "EUR"));
  }

  @Test
  void saleRange_thatEndsBeforeItStarts_refusesTheRow() throws IOException {
    TableRow<ProductData> row =
        rowWith(
            Map.of(
                "price",
                "20.00 EUR",
                "sale_price",
                "15.00 EUR",
                "sale_price_effective_date",
                "2024-02-01T00:00Z/2024-01-31T00:00Z"),
            FeedOptions.NONE);

    assertThat(((TableRow.Invalid<ProductData>) row).reason())
        .startsWith(
            "sale_price_effective_date '2024-02-01T00:00Z/2024-01-31T00:00Z' ends before it"
                + " starts");
  }

  @Test
  void saleRange_isOfNoMeaning_withoutASale() throws IOException {
    assertThat(productWith("sale_price_effective_date", "next week").offer().saleRange())
        .isEqualTo(SaleRange.ALWAYS);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59+0100, 2026-01-31T22:59:00Z",
    "2026-01-31, 2026-02-01T00:00:00Z",
  })
  void expirationDate_isTheMomentAfterWhichTheProductIsGone(String text, Instant moment)
      throws IOException {
    assertThat(productWith("expiration_date", text).offer().expiresAt()).isEqualTo(moment);
    assertThat(said).noneMatch(line -> line.startsWith("columns ignored"));
  }

  @Test
  void expirationDate_thatIsNone_refusesTheRow() throws IOException {
    assertThat(rowWith("expiration_date", "soon")).isInstanceOf(TableRow.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "in_stock, 2026-03-01T09:00+0100, PREORDER, 2026-03-01T08:00:00Z",
    "'', 2026-03-01T09:00+0100, PREORDER, 2026-03-01T08:00:00Z",
    "preorder, 2026-03-01, PREORDER, 2026-03-01T00:00:00Z",
    "backorder, 2026-03-01T09:00:30Z, BACKORDER, 2026-03-01T09:00:30Z",
    "out_of_stock, 2026-03-01, OUT_OF_STOCK, ",
    "discontinued, 2026-03-01, DISCONTINUED, ",
    "preorder, '', PREORDER, "
  })
  void availabilityDate_isTheMomentFromWhichOnItIsInStock(
      String said, String date, Availability availability, Instant from) throws IOException {
    TableRow.Valid<ProductData> row =
        valid(rowWith(Map.of("availability", said, "availability_date", date), FeedOptions.NONE));

    assertThat(row.value().offer().availability()).isEqualTo(availability);
    assertThat(row.value().offer().availableFrom()).isEqualTo(from);
    assertThat(row.remarks())
        .extracting(Fault::column)
        .isEqualTo(
            availability == Availability.OUT_OF_STOCK ? List.of("availability_date") : List.of());
  }

  @Test
  void availabilityDate_winsOverAnEmptyShelf() throws IOException {
    TableRow<ProductData> row =
        rowWith(Map.of("quantity", "0", "availability_date", "2026-03-01"), FeedOptions.NONE);

    assertThat(valid(row).value().offer().availability()).isEqualTo(Availability.PREORDER);
  }

  @Test
  void availabilityDate_thatIsNone_refusesTheRow() throws IOException {
    assertThat(rowWith("availability_date", "2026-03-01T09:00"))
        .isInstanceOfSatisfying(
            TableRow.Invalid.class,
            bad ->
                assertThat(bad.reason())
                    .startsWith("availability_date '2026-03-01T09:00' is not a time with its"));
  }

  static Set<String> unusedColumns() {
    return ProductFeed.UNUSED.keySet();
  }

  @ParameterizedTest
  @MethodSource("unusedColumns")
  void columnThatChangesAMeaning_isNamed_withWhatLeavingItOutMeans(String column)
      throws IOException {
    var _ = rowWith(column, "6");

    // Of each of the five forms, of the first of them twice.
    assertThat(said)
        .hasSize(6)
        .containsOnly(
            "column %s is not used: %s".formatted(column, ProductFeed.UNUSED.get(column)));
  }

  @Test
  void columnsThatChangeAMeaning_areThese() {
    assertThat(unusedColumns())
        .contains("is_bundle", "min_order", "installment", "subscription_cost")
        .contains("excluded_destination", "pause");
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
        "id            | a/b               | id 'a/b' is not an id; ids are 1 to 64 characters",
        "id            | ..                | id '..' is not an id",
        "id            | a\\b               | id 'a\\b' is not an id",
        "id            | a\u00a0b            | id 'a\u00a0b' is not an id",
        "id            | a&nbsp;b          | id 'a&nbsp;b' is not an id",
        "id            | a\u200bb            | id 'a\u200bb' is not an id",
        "id            | ''                | id is empty",
        "title         | ''                | title is empty",
        "price         | ''                | price is empty",
        "price         | cheap             | price 'cheap' is not an amount; write it like 12.34",
        "price         | 0 EUR             | price '0 EUR' is out of range; prices are above 0",
        "price         | -1 EUR            | price '-1 EUR' is out of range",
        "price         | 20000000.01 EUR   | price '20000000.01 EUR' is out of range",
        "price         | 12.34             | price '12.34' has no currency",
        "sale_price    | 1 USD             | sale_price '1 USD' has another currency",
        "sale_price    | cheap             | sale_price 'cheap' is not an amount",
        "sale_price    | -1.00 EUR         | sale_price '-1.00 EUR' is below 0",
        "availability  | may-be Soon       | availability 'may-be Soon' is none of",
        "condition     | so so             | condition 'so so' is none of",
        "quantity      | many              | quantity 'many' is not a whole number"
      })
  void row_isRefused_whenItsTermsAreUnclear(String column, String value, String reason)
      throws IOException {
    assertThat(rowWith(column, value))
        .isInstanceOfSatisfying(
            TableRow.Invalid.class,
            bad -> {
              assertThat(bad.line()).isEqualTo(2);
              assertThat(bad.reason()).startsWith(reason);
            });
  }

  /** Each in the forms that can hold it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,title,price\n\"A\tB\",t,1 EUR\n",
        "id,title,price\n\"A\nB\",t,1 EUR\n",
        "id,title,price\nA\u0000B,t,1 EUR\n",
        "id\ttitle\tprice\n\"A\tB\"\tt\t1 EUR\n",
        "id\ttitle\tprice\nA\u0000B\tt\t1 EUR\n",
        "id\ttitle\tprice\nA&#9;B\tt\t1 EUR\n",
        "<rss><item><id>A&#9;B</id><title>t</title><price>1 EUR</price></item></rss>",
        "<rss><item><id>A\nB</id><title>t</title><price>1 EUR</price></item></rss>",
        "<rss><item><id>A&#x85;B</id><title>t</title><price>1 EUR</price></item></rss>",
      })
  void id_withAControlCharacter_isRefused_notChanged(String feed) throws IOException {
    assertThat(faults(row(feed)))
        .extracting(Fault::column, Fault::problem)
        .containsExactly(tuple("id", "is not an id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,title,price\n\" A  B\t\",t,1 EUR\n",
        "<rss><item><id>\n  A  B\n</id><title>t</title><price>1 EUR</price></item></rss>"
      })
  void id_isWhatStandsBetweenTheBlanksAtItsEnds(String feed) throws IOException {
    TableRow.Valid<ProductData> row = good(feed);

    assertThat(row.value().id()).isEqualTo("A  B");
    assertThat(row.id()).isEqualTo("A  B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gtin                    | 123       | gtin '123' is left out: not 8, 12, 13 or 14 digits",
        "shipping_weight         | heavy     | shipping_weight 'heavy' is left out: not a measure",
        "product_width           | 12        | product_width '12' is left out: not a measure",
        "energy_efficiency_class | Z         | energy_efficiency_class 'Z' is left out: not a"
            + " class",
        "sale_price              | 12.00 EUR | sale_price '12.00 EUR' is left out: above price",
        "launch_date             | soon      | launch_date 'soon' is left out: not a date",
        "min_handling_time       | 400       | min_handling_time '400' is left out: not a whole",
        "cost_of_goods_sold      | 3         | cost_of_goods_sold '3' is left out: has no currency",
        "adult                   | perhaps   | adult 'perhaps' counts as no: neither yes nor no",
        "link                    | http://[x | link 'http://[x' is left out: not an address",
        "link                    | shop.example/p/x | link 'shop.example/p/x' is left out",
        "item_group_id           | a/b       | item_group_id 'a/b' is left out: not an id",
        "item_group_id           | a\u00a0b  | item_group_id 'a\u00a0b' is left out: not an id",
        "google_product_category | 1604      | -"
      })
  void row_isStoredWithARemark_whenItCanDoWithoutTheValue(
      String column, String value, String remark) throws IOException {
    List<Fault> remarks = valid(rowWith(column, value)).remarks();

    if (remark.equals("-")) {
      assertThat(remarks).isEmpty();
    } else {
      assertThat(remarks)
          .singleElement()
          .satisfies(r -> assertThat(r.sentence()).startsWith(remark));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "in stock, IN_STOCK",
    "In_Stock, IN_STOCK",
    "InStock, IN_STOCK",
    "https://schema.org/InStock, IN_STOCK",
    "http://schema.org/OutOfStock, OUT_OF_STOCK",
    "in-stock, IN_STOCK",
    "available for order, IN_STOCK",
    "out of stock, OUT_OF_STOCK",
    "backorder, BACKORDER",
    "back-order, BACKORDER",
    "https://schema.org/BackOrder, BACKORDER",
    "preorder, PREORDER",
    "pre-order, PREORDER",
    "PreOrder, PREORDER",
    "discontinued, DISCONTINUED"
  })
  void availability_hasSeveralSpellings(String value, Availability expected) throws IOException {
    assertThat(productWith("availability", value).offer().availability()).isEqualTo(expected);
  }

  @Test
  void quantity_nothingLeft_isOutOfStock() throws IOException {
    assertThat(productWith("quantity", "0").offer().availability())
        .isEqualTo(Availability.OUT_OF_STOCK);
  }

  @ParameterizedTest
  @CsvSource({"0.00 EUR", "10.00 EUR", "0 EUR"})
  void salePrice_ofNothingOrOfThePrice_isNoSale(String value) throws IOException {
    TableRow.Valid<ProductData> row = valid(rowWith("sale_price", value));

    assertThat(row.value().offer().sale()).isNull();
    assertThat(row.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"12.5, EUR, 1250", "'12,50', EUR, 1250", "$12.50, CAD, 1250", "12.50 USD, EUR, 1250"})
  void price_withoutCurrency_takesWhatIsSaidOfTheFile(String value, String currency, long minor)
      throws IOException {
    TableRow<ProductData> row =
        rowWith(Map.of("price", value), new FeedOptions(currency, DayOrder.UNKNOWN));

    assertThat(valid(row).value().offer().list())
        .isEqualTo(money(minor, value.contains("USD") ? "USD" : currency));
  }

  @Test
  void currency_ofTheRow_winsOverThatOfTheFile() throws IOException {
    TableRow<ProductData> row =
        rowWith(
            Map.of("price", "12.50", "sale_price", "10", "currency", "pln"),
            new FeedOptions("EUR", DayOrder.UNKNOWN));

    assertThat(valid(row).value().offer().list()).isEqualTo(money(1250, "PLN"));
    assertThat(valid(row).value().offer().sale()).isEqualTo(money(1000, "PLN"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "https://shop.example/products/pot?variant=4711 | /products/pot?variant=4711",
        "https://shop.example/products/pot?variant=4712 | /products/pot?variant=4712",
        "https://shop.example/index.php?id=12           | /index.php?id=12",
        "https://shop.example/index.php?id=1&amp;l=de   | /index.php?id=1&l=de",
        "https://shop.example?id=12                     | /?id=12",
        "HTTPS://shop.example/Ä b#top                   | /%C3%84%20b",
        "/de/kettle?x=1                                 | /de/kettle?x=1",
        "https://shop.example/50%off/%C3%A4             | /50%25off/%C3%A4",
        "https://shop.example/                          | /p/A",
        "index.php?id=12                                | /p/A",
        "//shop.example/p/x                             | /p/A"
      })
  void link_keepsPathAndQuery(String value, String link) throws IOException {
    assertThat(productWith("link", value).identity().link()).isEqualTo(link);
  }

  @ParameterizedTest
  @CsvSource({
    "A B, /p/A%20B",
    "sku:1+2, /p/sku:1+2",
    "größe (M), /p/gr%C3%B6%C3%9Fe%20(M)",
    "50%, /p/50%25",
    "a?b#c, /p/a%3Fb%23c",
    "[x], /p/%5Bx%5D",
    "A&amp;B, /p/A&B"
  })
  void link_ofAProductWithoutOne_isItsEncodedId(String id, String link) throws IOException {
    assertThat(productWith("id", id).identity().link()).isEqualTo(link);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "https://img.example/a b.jpg                  | https://img.example/a%20b.jpg",
        "HTTPS://IMG.example/A.jpg                    | https://img.example/A.jpg",
        "https://bücher.example/ü.jpg                 | https://xn--bcher-kva.example/%C3%BC.jpg",
        "https://img.example/w_800,h_800/b.jpg        | https://img.example/w_800,h_800/b.jpg",
        "https://img.example/a.jpg?x=1&amp;y=2        | https://img.example/a.jpg?x=1&y=2",
        "https://a.example/1.jpg,https://a.example/2,3.jpg | https://a.example/1.jpg"
            + " https://a.example/2,3.jpg",
        "/i/1-{size}.webp                             | /i/1-{size}.webp",
        "https://a.example/1.jpg, media/own.jpg       | https://a.example/1.jpg",
        "N/A                                          | ``",
        "w_400                                        | ``",
        "media/own.jpg                                | ``",
        "//img.example/a.jpg                          | ``",
        "data:image/png;base64,AAAA                   | ``",
        "javascript:alert(1)                          | ``"
      })
  void images_areAddresses_orLeftOut(String value, String images) throws IOException {
    for (String column : List.of("image_link", "additional_image_link")) {
      assertThat(String.join(" ", productWith(column, value).identity().images()))
          .isEqualTo(images);
    }
  }

  @Test
  void image_thatIsNone_isQuotedInTheRemark_andTheOthersStay() throws IOException {
    TableRow.Valid<ProductData> row =
        valid(
            rowWith(
                Map.of(
                    "image_link",
                    "https://a.example/" + "x".repeat(2_000),
                    "additional_image_link",
                    "https://a.example/1.jpg,https://a.example/2.jpg"),
                FeedOptions.NONE));

    assertThat(row.value().identity().images())
        .containsExactly("https://a.example/1.jpg", "https://a.example/2.jpg");
    assertThat(row.remarks())
        .singleElement()
        .satisfies(
            remark ->
                assertThat(remark.sentence())
                    .startsWith("image_link 'https://a.example/xxx")
                    .contains("is left out: longer than 2000 characters"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Caf&eacute;            | Café",
        "Caf&#233;              | Café",
        "Salt &amp; pepper      | Salt & pepper",
        "Salt & pepper          | Salt & pepper",
        "R&D;                   | R&D;",
        "Tom &amp;amp; Jerry    | Tom &amp; Jerry",
        "<b>Blue</b> mug        | Blue mug",
        "Screw <5 mm            | Screw <5 mm",
        "Book <jdk>             | Book <jdk>",
        "Blue&nbsp;mug          | Blue mug"
      })
  void title_isDecodedOnce_withoutTags(String value, String title) throws IOException {
    assertThat(productWith("title", value).texts().title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "<p>One</p><p>Two &amp; <b>three</b></p>           | One~Two & three",
        "Has<ul><li>a lid</li><li>a spout</li></ul>Good    | Has~- a lid~- a spout~Good",
        "&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;      | One~Two",
        "One<br>Two<br/>Three                              | One~Two~Three",
        "<p>5 &lt; 6, write &lt;b&gt;</p>                  | 5 < 6, write <b>",
        "<style>p{}</style>Text<script>alert(1)</script>   | Text",
        "Fits < 5 & > 3                                    | Fits < 5 & > 3"
      })
  void description_isPlainText_withItsParagraphs(String value, String text) throws IOException {
    assertThat(productWith("description", value).texts().description())
        .isEqualTo(text.replace('~', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Home > Kitchen                          | Home/Kitchen",
        "Home &gt; Kitchen                       | Home/Kitchen",
        "Home &amp; Garden > Pots                | Home & Garden/Pots",
        "Home > Mugs, Kitchen > Cups             | Home/Mugs Kitchen/Cups",
        "Food, Beverages & Tobacco > Food        | Food, Beverages & Tobacco/Food",
        "Home > Pots\\, small > Tea                 | Home/Pots, small/Tea",
        "Home > Mugs,Gifts >                     | Home/Mugs Gifts",
        "1604                                    | Other"
      })
  void productType_givesThePlace_andFurtherOnes(String value, String paths) throws IOException {
    Identity identity = productWith("product_type", value).identity();

    assertThat(
            Stream.concat(Stream.of(identity.categoryPath()), identity.furtherPaths().stream())
                .map(path -> String.join("/", path))
                .collect(joining(" ")))
        .isEqualTo(paths);
  }

  @Test
  void googleCategory_countsInWords_whereThereIsNoProductType() throws IOException {
    Map<String, String> none = Map.of("product_type", "", "google_product_category", "Home > Pots");
    Map<String, String> number = Map.of("product_type", "", "google_product_category", "1604");

    assertThat(valid(rowWith(none, FeedOptions.NONE)).value().identity().categoryPath())
        .containsExactly("Home", "Pots");
    TableRow.Valid<ProductData> row = valid(rowWith(number, FeedOptions.NONE));
    assertThat(row.value().identity().categoryPath()).containsExactly("Other");
    assertThat(row.remarks()).extracting(Fault::column).containsExactly("google_product_category");
  }

  @Test
  void mpn_isTheFirstOfSeveral() throws IOException {
    assertThat(productWith("mpn", "BA 120            BA120-D3").identity().mpn())
        .isEqualTo("BA 120");
    assertThat(productWith("mpn", "A&amp;B").identity().mpn()).isEqualTo("A&B");
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }
}
