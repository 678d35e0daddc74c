package harbor.mobile.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import harbor.catalog.v1.Image;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Product;
import harbor.reviews.v1.Rating;
import harbor.type.v1.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductScreenTest {
  private static final MediaUrls MEDIA = new MediaUrls("http://media.test");

  @ParameterizedTest
  @CsvSource({
    "AVAILABLE, 46, available, 4.6",
    "AVAILABLE, 0, available, 0",
    "PREORDER, 46, preorder, 4.6",
    "BACKORDER, 46, backorder, 4.6",
    "OUT_OF_STOCK, 50, out_of_stock, 5",
    "OUT_OF_STOCK, 0, out_of_stock, 0",
    "UNSPECIFIED, 10, unknown, 1",
    "UNSPECIFIED, 0, unknown, 0",
  })
  void view_hasSixFields_whateverIsKnown(String stock, int tenths, String status, float rating) {
    Product view =
        ProductScreen.view(
            product("/a-{size}.svg"),
            Stock.newBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + stock)).build(),
            Rating.newBuilder().setAverageTenths(tenths).build(),
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
        ProductScreen.view(
            product(template), Stock.getDefaultInstance(), Rating.getDefaultInstance(), MEDIA);

    assertThat(view.getImage()).isEqualTo(image);
  }

  private static harbor.catalog.v1.Product product(String image) {
    return harbor.catalog.v1.Product.newBuilder()
        .setId("HB1")
        .setTitle("A lamp of brass")
        .setShortTitle("Lamp")
        .setPrice(Money.newBuilder().setMinor(4_990).setCurrency("EUR"))
        .addImages(Image.newBuilder().setUrl(image))
        .build();
  }
}
