package harbor.mobile.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Descriptors.FieldDescriptor;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductViewsTest {
  private static final MediaUrls MEDIA = new MediaUrls("http://media.test");

  @ParameterizedTest
  @CsvSource({
    "AVAILABLE, 46, available, 4.6",
    "AVAILABLE, 0, available, 0",
    "OUT_OF_STOCK, 50, out_of_stock, 5",
    "OUT_OF_STOCK, 0, out_of_stock, 0",
    "UNKNOWN, 10, unknown, 1",
    "UNKNOWN, 0, unknown, 0",
  })
  void view_hasSixFields_whateverIsKnown(Stock stock, int tenths, String status, float rating) {
    Product view =
        ProductViews.view(
            new ProductCard("HB1", "Lamp", 4_990, "/a-{size}.svg"),
            stock,
            new Rating(tenths),
            MEDIA);

    assertThat(view)
        .isEqualTo(
            Product.newBuilder()
                .setId("HB1")
                .setName("Lamp")
                .setPrice(4_990)
                .setImage("http://media.test/a-400.svg")
                .setRating(rating)
                .setStockStatus(status)
                .build());
  }

  @Test
  void view_hasNoOtherFields() {
    assertThat(Product.getDescriptor().getFields())
        .extracting(FieldDescriptor::getJsonName)
        .containsExactly("id", "name", "price", "image", "rating", "stockStatus");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "https://cdn.test/lamp.jpg, https://cdn.test/lamp.jpg",
    "https://cdn.test/{size}/lamp.jpg, https://cdn.test/400/lamp.jpg",
  })
  void image_isThe400PixelOne_whereThereAreSizes(String template, String image) {
    Product view =
        ProductViews.view(
            new ProductCard("HB1", "Lamp", 1, template), Stock.AVAILABLE, Rating.NONE, MEDIA);

    assertThat(view.getImage()).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void card_isRefused_whenItCostsNothing(int price) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProductCard("HB1", "Lamp", price, ""))
        .withMessage("priceMinor: " + price + " (expected: more than 0)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 51})
  void rating_isRefused_whenItIsNone(int tenths) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rating(tenths))
        .withMessage("averageTenths: " + tenths + " (expected: 0 to 50)");
  }
}
