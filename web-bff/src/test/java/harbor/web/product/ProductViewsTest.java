package harbor.web.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.media.MediaUrls;
import harbor.web.catalog.Money;
import harbor.web.catalog.Product;
import harbor.web.inventory.Stock;
import harbor.web.pricing.ProductPrice;
import harbor.web.recommendations.RelatedProduct;
import harbor.web.reviews.Reviews;
import harbor.web.v1.ProductPage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductViewsTest {
  private static final ProductViews VIEWS =
      new ProductViews(new MediaUrls("http://media.test"), "https://shop.test");
  private static final Money CATALOGUE_PRICE = new Money(4_990, "EUR");

  private static final List<Stock> STOCKS =
      List.of(
          Stock.UNKNOWN,
          new Stock(Stock.Status.OUT_OF_STOCK, 0, Optional.empty(), List.of()),
          new Stock(
              Stock.Status.PREORDER,
              0,
              Optional.of(new Stock.Delivery("2026-05-04", "2026-05-06")),
              List.of()),
          new Stock(
              Stock.Status.AVAILABLE,
              2,
              Optional.of(new Stock.Delivery("2026-05-04", "2026-05-06")),
              List.of(new Stock.Place("B-1", "Berlin", 5), new Stock.Place("B-2", "Bonn", 6))));
  private static final List<Optional<ProductPrice>> PRICES =
      List.of(
          Optional.empty(),
          Optional.of(new ProductPrice(new Money(4_500, "EUR"), Optional.empty())),
          Optional.of(
              new ProductPrice(
                  new Money(3_000, "EUR"),
                  Optional.of(
                      new ProductPrice.Sale(
                          new Money(4_990, "EUR"),
                          3_987,
                          new Money(1_990, "EUR"),
                          Optional.of(new Money(4_000, "EUR")))))));
  private static final List<Reviews> REVIEWS =
      List.of(
          Reviews.UNKNOWN,
          new Reviews(List.of(), Optional.of(new Reviews.Rating(0, 0, List.of(0, 0, 0, 0, 0)))),
          new Reviews(
              List.of(new Reviews.Review("R-1", 4, "Good", "Very.", "Ada", Instant.EPOCH, true)),
              Optional.of(new Reviews.Rating(40, 1, List.of(0, 0, 0, 1, 0)))));
  private static final List<List<RelatedProduct>> RELATED =
      List.of(
          List.of(),
          List.of(
              new RelatedProduct(
                  "HB7", "Mug", "/m-{size}.svg", CATALOGUE_PRICE, RelatedProduct.Reason.SIMILAR)));

  static Stream<Arguments> mixes() {
    List<Arguments> mixes = new ArrayList<>();
    for (Stock stock : STOCKS) {
      for (Optional<ProductPrice> price : PRICES) {
        for (Reviews reviews : REVIEWS) {
          for (List<RelatedProduct> related : RELATED) {
            mixes.add(Arguments.of(stock, price, reviews, related));
          }
        }
      }
    }
    return mixes.stream();
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void page_showsEachPartByItself(
      Stock stock, Optional<ProductPrice> price, Reviews reviews, List<RelatedProduct> related)
      throws Exception {
    ProductPage page = VIEWS.page(product("Lamp"), stock, price, reviews, related, Locale.ENGLISH);

    assertThat(page.getName()).isEqualTo("Lamp");
    assertThat(page.getStock().getStatus())
        .isEqualTo(stock.status().name().toLowerCase(Locale.ROOT));
    assertThat(page.getStock().getLeft()).isEqualTo(stock.left());
    assertThat(page.hasDelivery()).isEqualTo(stock.delivery().isPresent());
    assertThat(page.getStock().getPlacesList().stream().map(place -> place.getPlenty()))
        .isEqualTo(stock.places().stream().map(place -> place.available() > 5).toList());
    Money current = price.map(ProductPrice::current).orElse(CATALOGUE_PRICE);
    assertThat(page.getPrice().getMinor()).isEqualTo((int) current.minor());
    boolean onSale = price.flatMap(ProductPrice::sale).isPresent();
    assertThat(page.hasOldPrice()).isEqualTo(onSale);
    assertThat(page.hasDiscount()).isEqualTo(onSale);
    assertThat(page.getDiscount().getPercent()).isEqualTo(onSale ? 39 : 0);
    assertThat(page.hasRating()).isEqualTo(reviews.rating().isPresent());
    assertThat(page.getReviewsCount()).isEqualTo(reviews.newest().size());
    assertThat(page.getRelatedProductsCount()).isEqualTo(related.size());
    JsonNode offer = jsonLd(page).get("offers");
    assertThat(offer.has("availability")).isEqualTo(stock.status() != Stock.Status.UNKNOWN);
    assertThat(jsonLd(page).has("aggregateRating"))
        .isEqualTo(reviews.rating().filter(rating -> rating.count() > 0).isPresent());
  }

  @Test
  void specifications_areAtMost50_inOrder() {
    List<Product.Specification> lines =
        IntStream.rangeClosed(1, 70)
            .mapToObj(i -> new Product.Specification("", "N" + (100 - i), "V" + i))
            .toList();

    assertThat(ProductViews.specifications(lines).keySet())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 50).mapToObj(i -> "N" + (100 - i)).toList());
  }

  @Test
  void specifications_keepBoth_whenANameStandsTwice() {
    assertThat(
            ProductViews.specifications(
                List.of(
                    new Product.Specification("Body", "Weight", "2 kg"),
                    new Product.Specification("Box", "Weight", "3 kg"),
                    new Product.Specification("", "Ports", "USB"),
                    new Product.Specification("", "Ports", "HDMI"))))
        .containsExactly(
            java.util.Map.entry("Body: Weight", "2 kg"),
            java.util.Map.entry("Box: Weight", "3 kg"),
            java.util.Map.entry("Ports", "USB, HDMI"));
  }

  @Test
  void jsonLd_isASchemaOrgProduct() throws Exception {
    ProductPage page =
        VIEWS.page(
            product("Lamp"),
            STOCKS.getLast(),
            PRICES.getLast(),
            REVIEWS.getLast(),
            List.of(),
            Locale.GERMAN);

    JsonNode node = jsonLd(page);
    assertThat(node.get("@context").textValue()).isEqualTo("https://schema.org");
    assertThat(node.get("@type").textValue()).isEqualTo("Product");
    assertThat(node.get("sku").textValue()).isEqualTo("HB1");
    assertThat(node.get("image").get(0).textValue()).isEqualTo("http://media.test/a-1920.svg");
    assertThat(node.get("brand").get("@type").textValue()).isEqualTo("Brand");
    JsonNode offer = node.get("offers");
    assertThat(offer.get("@type").textValue()).isEqualTo("Offer");
    assertThat(offer.get("price").textValue()).isEqualTo("30.00");
    assertThat(offer.get("priceCurrency").textValue()).isEqualTo("EUR");
    assertThat(offer.get("availability").textValue()).isEqualTo("https://schema.org/InStock");
    assertThat(offer.get("url").textValue()).isEqualTo("https://shop.test/p/HB1");
    assertThat(node.get("aggregateRating").get("ratingValue").decimalValue())
        .isEqualByComparingTo("4.0");
    assertThat(node.get("aggregateRating").get("reviewCount").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "</SCRIPT >",
        "\"}</script>",
        "\u2028\u2029 & ' \\ \u0000"
      })
  void texts_areData_whateverTheySay(String text) throws Exception {
    ProductPage page = page(text, List.of(new Product.Specification(text, text, text)));

    assertThat(page.getSeo().getJsonLd()).doesNotContain("<");
    assertThat(jsonLd(page).get("name").textValue()).isEqualTo(text);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ViewJson.of(List.of(ProductViews.EXAMPLE)).encode(page, json);
    JsonNode tree = new ObjectMapper().readTree(json.toByteArray());
    assertThat(tree.get("name").textValue()).isEqualTo(text);
    assertThat(tree.get("specifications").get(text).textValue()).isEqualTo(text);
    assertThat(jsonLd(tree.get("seo").get("jsonLd").textValue()).get("name").textValue())
        .isEqualTo(text);
  }

  @Test
  void seoDescription_isCutBetweenCharacters_whenItIsLong() {
    for (int shift = 0; shift < 2; shift++) {
      String text = "x".repeat(shift) + "\ud83d\ude00".repeat(400);
      ProductPage page = page(text, List.of());

      String description = page.getSeo().getDescription();
      assertThat(description).hasSizeLessThanOrEqualTo(320).endsWith("…");
      assertThat(description.chars().filter(c -> Character.isHighSurrogate((char) c)).count())
          .isEqualTo(description.chars().filter(c -> Character.isLowSurrogate((char) c)).count());
    }
  }

  private static ProductPage page(String text, List<Product.Specification> specifications) {
    return VIEWS.page(
        product(text, specifications),
        Stock.UNKNOWN,
        Optional.empty(),
        Reviews.UNKNOWN,
        List.of(),
        Locale.ENGLISH);
  }

  private static Product product(String text) {
    return product(text, List.of());
  }

  private static Product product(String text, List<Product.Specification> specifications) {
    return new Product(
        "HB1",
        text,
        text,
        text,
        new Product.Identity(text, "", "", Product.Condition.NEW, ""),
        List.of(text),
        List.of(new Product.Picture("/a-{size}.svg", text)),
        CATALOGUE_PRICE,
        new Product.Appearance("", "", ""),
        new Product.Measures(0, 0, 0, 0),
        List.of(text),
        specifications,
        new Product.Terms("", "", 0, "", "", 0, false),
        new Product.Search("", "", "/p/HB1"));
  }

  private static JsonNode jsonLd(ProductPage page) throws Exception {
    return jsonLd(page.getSeo().getJsonLd());
  }

  private static JsonNode jsonLd(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
