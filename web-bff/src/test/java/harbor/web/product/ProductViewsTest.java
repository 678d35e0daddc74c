package harbor.web.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.media.MediaUrls;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Money;
import harbor.web.v1.ProductPage;
import harbor.web.v1.RelatedProduct;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductViewsTest {
  private static final ProductViews VIEWS =
      new ProductViews(new MediaUrls("http://media.test"), "https://shop.test");
  private static final Money CATALOGUE_PRICE = eur(4_990);
  private static final ProductDelivery MAY =
      ProductDelivery.newBuilder()
          .setWindow(DeliveryWindow.newBuilder().setEarliest("2026-05-04").setLatest("2026-05-06"))
          .build();

  private static final List<Stock> STOCKS =
      List.of(
          Stock.getDefaultInstance(),
          Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK).build(),
          Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_PREORDER).build(),
          Stock.newBuilder()
              .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
              .setAvailable(2)
              .setLow(true)
              .addPlaces(place("B-1", "Berlin", 5))
              .addPlaces(place("B-2", "Bonn", 6))
              .build());
  private static final List<Price> PRICES =
      List.of(
          Price.getDefaultInstance(),
          Price.newBuilder().setCurrent(eur(4_500)).setList(eur(4_500)).build(),
          Price.newBuilder()
              .setCurrent(eur(3_000))
              .setList(eur(4_990))
              .setDiscountBasisPoints(3_987)
              .setSaving(eur(1_990))
              .setLowestBeforeSale(eur(4_000))
              .build());
  private static final List<ListReviewsResponse> REVIEWS =
      List.of(
          ListReviewsResponse.getDefaultInstance(),
          ListReviewsResponse.newBuilder().setRating(rating(0, 0, List.of(0, 0, 0, 0, 0))).build(),
          ListReviewsResponse.newBuilder()
              .addReviews(
                  Review.newBuilder()
                      .setId("R-1")
                      .setRating(4)
                      .setTitle("Good")
                      .setBody("Very.")
                      .setAuthor("Ada")
                      .setVerifiedPurchase(true))
              .setRating(rating(40, 1, List.of(0, 0, 0, 1, 0)))
              .build());
  private static final List<List<Recommendation>> RELATED =
      List.of(
          List.of(),
          List.of(
              Recommendation.newBuilder()
                  .setProductId("HB7")
                  .setTitle("Mug")
                  .setImageUrl("/m-{size}.svg")
                  .setPrice(CATALOGUE_PRICE)
                  .setReason(RecommendationReason.RECOMMENDATION_REASON_SIMILAR)
                  .build()));

  @Test
  void related_leadToTheirOwnPages_orToTheEncodedId() throws Exception {
    Recommendation plain = RELATED.getLast().getFirst();

    ProductPage page =
        VIEWS.page(
            product("Lamp"),
            STOCKS.getFirst(),
            PRICES.getFirst(),
            REVIEWS.getFirst(),
            List.of(
                plain.toBuilder().setLink("/products/pot?variant=4711").build(),
                plain.toBuilder().setProductId("größe [M]").build()),
            MAY,
            Locale.ENGLISH);

    assertThat(page.getRelatedProductsList())
        .extracting(RelatedProduct::getLink)
        .containsExactly("/products/pot?variant=4711", "/p/gr%C3%B6%C3%9Fe%20%5BM%5D");
  }

  static Stream<Arguments> mixes() {
    List<Arguments> mixes = new ArrayList<>();
    for (Stock stock : STOCKS) {
      for (Price price : PRICES) {
        for (ListReviewsResponse reviews : REVIEWS) {
          for (List<Recommendation> related : RELATED) {
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
      Stock stock, Price price, ListReviewsResponse reviews, List<Recommendation> related)
      throws Exception {
    ProductPage page =
        VIEWS.page(product("Lamp"), stock, price, reviews, related, MAY, Locale.ENGLISH);

    assertThat(page.getName()).isEqualTo("Lamp");
    assertThat(page.getStock().getStatus()).isEqualTo(statusOf(stock));
    assertThat(page.getStock().getLeft()).isEqualTo((int) stock.getAvailable());
    assertThat(page.hasDelivery())
        .isEqualTo(List.of("unknown", "available").contains(page.getStock().getStatus()));
    assertThat(page.getStock().getPlacesList().stream().map(place -> place.getPlenty()))
        .isEqualTo(stock.getPlacesList().stream().map(place -> place.getAvailable() > 5).toList());
    Money current = price.hasCurrent() ? price.getCurrent() : CATALOGUE_PRICE;
    assertThat(page.getPrice().getMinor()).isEqualTo((int) current.getMinor());
    boolean onSale = price.hasSaving();
    assertThat(page.hasOldPrice()).isEqualTo(onSale);
    assertThat(page.hasDiscount()).isEqualTo(onSale);
    assertThat(page.getDiscount().getPercent()).isEqualTo(onSale ? 39 : 0);
    assertThat(page.hasRating()).isEqualTo(reviews.hasRating());
    assertThat(page.getReviewsCount()).isEqualTo(reviews.getReviewsCount());
    assertThat(page.getRelatedProductsCount()).isEqualTo(related.size());
    JsonNode offer = jsonLd(page).get("offers");
    assertThat(offer.has("availability")).isEqualTo(!stock.equals(STOCKS.getFirst()));
    assertThat(jsonLd(page).has("aggregateRating")).isEqualTo(reviews.getRating().getCount() > 0);
  }

  private static String statusOf(Stock stock) {
    return stock.equals(STOCKS.getFirst())
        ? "unknown"
        : stock.getStatus().name().replace("STOCK_STATUS_", "").toLowerCase(Locale.ROOT);
  }

  @Test
  void specifications_areAtMost50_inOrder() {
    List<Specification> lines =
        IntStream.rangeClosed(1, 70)
            .mapToObj(i -> specification("", "N" + (100 - i), "V" + i))
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
                    specification("Body", "Weight", "2 kg"),
                    specification("Box", "Weight", "3 kg"),
                    specification("", "Ports", "USB"),
                    specification("", "Ports", "HDMI"))))
        .containsExactly(
            java.util.Map.entry("Body: Weight", "2 kg"),
            java.util.Map.entry("Box: Weight", "3 kg"),
            java.util.Map.entry("Ports", "USB, HDMI"));
  }

  @ParameterizedTest
  @CsvSource({
    "AVAILABLE, available, InStock",
    "OUT_OF_STOCK, out_of_stock, OutOfStock",
    "PREORDER, preorder, PreOrder",
    "BACKORDER, backorder, BackOrder",
  })
  void stock_isTheSame_forPeopleAndForSearchEngines(String status, String word, String term)
      throws Exception {
    Stock stock =
        Stock.newBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + status)).build();

    ProductPage page =
        VIEWS.page(
            product("Lamp"),
            stock,
            PRICES.getLast(),
            REVIEWS.getLast(),
            List.of(),
            MAY,
            Locale.GERMAN);

    assertThat(page.getStock().getStatus()).isEqualTo(word);
    assertThat(jsonLd(page).at("/offers/availability").textValue())
        .isEqualTo("https://schema.org/" + term);
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
            MAY,
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
    ProductPage page = page(text, List.of(specification(text, text, text)));

    assertThat(page.getSeo().getJsonLd()).doesNotContain("<");
    assertThat(jsonLd(page).get("name").textValue()).isEqualTo(text);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ViewJson.of(List.of(ProductPage.getDefaultInstance())).encode(page, json);
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

  private static ProductPage page(String text, List<Specification> specifications) {
    return VIEWS.page(
        product(text, specifications),
        Stock.getDefaultInstance(),
        Price.getDefaultInstance(),
        ListReviewsResponse.getDefaultInstance(),
        List.of(),
        ProductDelivery.getDefaultInstance(),
        Locale.ENGLISH);
  }

  private static Product product(String text) {
    return product(text, List.of());
  }

  private static Product product(String text, List<Specification> specifications) {
    return Product.newBuilder()
        .setId("HB1")
        .setTitle(text)
        .setShortTitle(text)
        .setDescription(text)
        .setBrand(text)
        .addCategoryPath(text)
        .addImages(Image.newBuilder().setUrl("/a-{size}.svg").setAlt(text))
        .setPrice(CATALOGUE_PRICE)
        .addHighlights(text)
        .addAllSpecifications(specifications)
        .setLink("/p/HB1")
        .build();
  }

  private static Specification specification(String section, String name, String value) {
    return Specification.newBuilder().setSection(section).setName(name).setValue(value).build();
  }

  private static PlaceStock place(String id, String name, long available) {
    return PlaceStock.newBuilder()
        .setPlaceId(id)
        .setPlaceName(name)
        .setAvailable(available)
        .build();
  }

  private static Rating rating(int tenths, int count, List<Integer> histogram) {
    return Rating.newBuilder()
        .setAverageTenths(tenths)
        .setCount(count)
        .addAllHistogram(histogram)
        .build();
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  private static JsonNode jsonLd(ProductPage page) throws Exception {
    return jsonLd(page.getSeo().getJsonLd());
  }

  private static JsonNode jsonLd(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
