package harbor.mobile.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.catalog.v1.Image;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v2.Delivery;
import harbor.mobile.v2.Price;
import harbor.mobile.v2.Product;
import harbor.mobile.v2.Rating;
import harbor.mobile.v2.Review;
import harbor.mobile.v2.Stock;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Money;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductV2ScreenTest {
  private static final MediaUrls MEDIA = new MediaUrls("http://media.test");
  private static final harbor.inventory.v1.Stock NO_STOCK =
      harbor.inventory.v1.Stock.getDefaultInstance();
  private static final harbor.pricing.v1.Price NO_PRICE =
      harbor.pricing.v1.Price.getDefaultInstance();
  private static final ListReviewsResponse NO_REVIEWS = ListReviewsResponse.getDefaultInstance();
  private static final ProductDelivery NO_DELIVERY = ProductDelivery.getDefaultInstance();
  private static final ProductDelivery DECEMBER =
      NO_DELIVERY.toBuilder()
          .setWindow(DeliveryWindow.newBuilder().setEarliest("2026-12-01").setLatest("2026-12-03"))
          .build();
  private static final Timestamp WRITTEN = Timestamp.newBuilder().setSeconds(1_790_000_000).build();

  @Test
  void view_isWhatIsKnown_whenNobodyElseCouldSay() {
    assertThat(view(NO_STOCK, NO_PRICE, NO_REVIEWS, NO_DELIVERY, Locale.ENGLISH))
        .isEqualTo(
            Product.newBuilder()
                .setId("HB1")
                .setName("Lamp")
                .setPrice(
                    Price.newBuilder().setMinor(4_990).setCurrency("EUR").setFormatted("€49.90"))
                .setThumbnailUrl("http://media.test/a-400.svg")
                .build());
  }

  @Test
  void view_hasEverything_whenAllIsKnown() {
    ListReviewsResponse reviews =
        ListReviewsResponse.newBuilder()
            .setRating(
                harbor.reviews.v1.Rating.newBuilder().setAverageTenths(46).setCount(4).build())
            .addReviews(review("r1").setTitle("Good").setBody("Bright.").setAuthor("Anna"))
            .addReviews(review("r2"))
            .addReviews(review("r3"))
            .addReviews(review("r4"))
            .build();

    Product view =
        view(
            NO_STOCK.toBuilder().setStatus(StockStatus.STOCK_STATUS_AVAILABLE).build(),
            NO_PRICE.toBuilder()
                .setCurrent(Money.newBuilder().setMinor(3_990).setCurrency("EUR"))
                .build(),
            reviews,
            DECEMBER,
            Locale.GERMAN);

    assertThat(view.getPrice().getMinor()).isEqualTo(3_990);
    assertThat(view.getPrice().getFormatted()).isEqualTo("39,90\u00a0€");
    assertThat(view.getRating())
        .isEqualTo(Rating.newBuilder().setAverage(4.6f).setCount(4).build());
    assertThat(view.getStock()).isEqualTo(Stock.newBuilder().setStatus("available").build());
    assertThat(view.getDelivery())
        .isEqualTo(Delivery.newBuilder().setEarliest("2026-12-01").setLatest("2026-12-03").build());
    assertThat(view.getTopReviewsList())
        .extracting(Review::getId)
        .containsExactly("r1", "r2", "r3");
    assertThat(view.getTopReviews(0))
        .isEqualTo(
            Review.newBuilder()
                .setId("r1")
                .setRating(5)
                .setTitle("Good")
                .setExcerpt("Bright.")
                .setAuthor("Anna")
                .setWrittenAt(WRITTEN)
                .build());
    assertThat(view.getTopReviews(1))
        .isEqualTo(Review.newBuilder().setId("r2").setRating(5).setWrittenAt(WRITTEN).build());
  }

  @Test
  void rating_hasNoAverage_whenThereIsNoReview() {
    ListReviewsResponse none =
        ListReviewsResponse.newBuilder()
            .setRating(harbor.reviews.v1.Rating.getDefaultInstance())
            .build();

    Rating rating = view(NO_STOCK, NO_PRICE, none, NO_DELIVERY, Locale.ENGLISH).getRating();

    assertThat(rating).isEqualTo(Rating.getDefaultInstance());
    assertThat(rating.hasAverage()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "AVAILABLE, true, 3, available, 3",
    "AVAILABLE, false, 3, available, ",
    "AVAILABLE, false, , available, ",
    "PREORDER, false, , preorder, ",
    "BACKORDER, false, , backorder, ",
    "OUT_OF_STOCK, true, 0, out_of_stock, 0",
  })
  void stock_saysHowManyAreLeft_whenThereAreFew(
      String said, boolean isLow, Long available, String status, Integer left) {
    harbor.inventory.v1.Stock.Builder stock =
        NO_STOCK.toBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + said)).setLow(isLow);
    if (available != null) {
      stock.setAvailable(available);
    }

    Stock view = view(stock.build(), NO_PRICE, NO_REVIEWS, NO_DELIVERY, Locale.ENGLISH).getStock();

    assertThat(view.getStatus()).isEqualTo(status);
    assertThat(view.hasLeft() ? view.getLeft() : null).isEqualTo(left);
  }

  /** What was kept of the delivery may be older than the last piece. */
  @ParameterizedTest
  @CsvSource({
    "UNSPECIFIED, true",
    "AVAILABLE, true",
    "OUT_OF_STOCK, false",
    "PREORDER, false",
    "BACKORDER, false",
  })
  void delivery_isPromised_unlessNothingIsThere(String said, boolean isPromised) {
    harbor.inventory.v1.Stock stock =
        NO_STOCK.toBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + said)).build();

    assertThat(view(stock, NO_PRICE, NO_REVIEWS, DECEMBER, Locale.ENGLISH).hasDelivery())
        .isEqualTo(isPromised);
    assertThat(view(stock, NO_PRICE, NO_REVIEWS, NO_DELIVERY, Locale.ENGLISH).hasDelivery())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"280, 280, a", "281, 280, …", "5000, 280, …"})
  void excerpt_endsBetweenCharacters(int characters, int shown, String end) {
    ListReviewsResponse written =
        ListReviewsResponse.newBuilder()
            .addReviews(review("r1").setBody("😀".repeat(characters - 1) + "a"))
            .build();

    String excerpt =
        view(NO_STOCK, NO_PRICE, written, NO_DELIVERY, Locale.ENGLISH)
            .getTopReviews(0)
            .getExcerpt();

    assertThat(excerpt.codePointCount(0, excerpt.length())).isEqualTo(shown);
    assertThat(excerpt).endsWith("😀" + end);
  }

  private static Product view(
      harbor.inventory.v1.Stock stock,
      harbor.pricing.v1.Price price,
      ListReviewsResponse reviews,
      ProductDelivery delivery,
      Locale language) {
    return ProductV2Screen.view(
        harbor.catalog.v1.Product.newBuilder()
            .setId("HB1")
            .setTitle("A lamp of brass")
            .setShortTitle("Lamp")
            .setPrice(Money.newBuilder().setMinor(4_990).setCurrency("EUR"))
            .addImages(Image.newBuilder().setUrl("/a-{size}.svg"))
            .build(),
        stock,
        price,
        reviews,
        delivery,
        MEDIA,
        language);
  }

  private static harbor.reviews.v1.Review.Builder review(String id) {
    return harbor.reviews.v1.Review.newBuilder().setId(id).setRating(5).setWrittenAt(WRITTEN);
  }
}
