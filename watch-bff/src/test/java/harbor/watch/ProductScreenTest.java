package harbor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.Rating;
import harbor.type.v1.Money;
import harbor.watch.v1.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductScreenTest {
  @ParameterizedTest
  @CsvSource({
    "4990, AVAILABLE, 46, AVAILABLE, 46",
    "4990, PREORDER, 46, AVAILABLE, 46",
    "4990, BACKORDER, 46, AVAILABLE, 46",
    "4990, OUT_OF_STOCK, 0, OUT_OF_STOCK, 0",
    "4990, UNSPECIFIED, 46, UNSPECIFIED, 46",
    "1, UNSPECIFIED, 0, UNSPECIFIED, 0",
  })
  void view_isThreeNumbers_whateverIsKnown(
      long minor, String stock, int tenths, String status, int rating) {
    assertThat(view(minor, stock, tenths))
        .isEqualTo(
            Product.newBuilder()
                .setPrice((int) minor)
                .setStockStatus(harbor.watch.v1.StockStatus.valueOf("STOCK_STATUS_" + status))
                .setRatingTenths(rating)
                .build());
  }

  @Test
  void view_hasNoOtherFields() {
    assertThat(Product.getDescriptor().getFields())
        .extracting(FieldDescriptor::getJsonName)
        .containsExactly("price", "stockStatus", "ratingTenths");
  }

  @ParameterizedTest
  @CsvSource({"1, UNSPECIFIED, 0", "4990, AVAILABLE, 46", "2147483647, OUT_OF_STOCK, 50"})
  void view_hasAtMost16Bytes_whateverTheProductCosts(long minor, String stock, int tenths) {
    assertThat(view(minor, stock, tenths).getSerializedSize()).isLessThanOrEqualTo(16);
  }

  private static Product view(long minor, String stock, int tenths) {
    return ProductScreen.view(
        Price.newBuilder()
            .setCurrent(Money.newBuilder().setMinor(minor).setCurrency("EUR"))
            .build(),
        Stock.newBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + stock)).build(),
        Rating.newBuilder().setAverageTenths(tenths).build());
  }
}
