package harbor.screens.cart;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.carts.v1.Cart;
import harbor.carts.v1.Line;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.plan.Part;
import harbor.type.v1.Money;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartViewsTest {
  private static final int WANTED = 5;
  private static final Cart CART =
      Cart.newBuilder()
          .addLines(Line.newBuilder().setProductId("HB1001").setQuantity(WANTED))
          .build();

  @ParameterizedTest
  @CsvSource({
    "AVAILABLE, 3, false, 3",
    "AVAILABLE, 5, false,",
    "AVAILABLE, 6, true, 6",
    "AVAILABLE, , false,",
    "OUT_OF_STOCK, 0, false,",
    "PREORDER, 0, false,"
  })
  void line_saysHowManyAreLeft_whereTheyAreFewOrFewerThanItWants(
      String status, @Nullable Long available, boolean isLow, @Nullable Integer left) {
    Stock.Builder stock =
        Stock.newBuilder().setStatus(StockStatus.valueOf("STOCK_STATUS_" + status)).setLow(isLow);
    if (available != null) {
      stock.setAvailable(available);
    }

    CartViews.Content content = content(Map.of("HB1001", stock.build()), Optional.empty());

    assertThat(content.lines().getFirst().left())
        .isEqualTo(left == null ? OptionalInt.empty() : OptionalInt.of(left));
  }

  @Test
  void line_saysNothingOfWhatIsLeft_whenNobodyKnows() {
    assertThat(content(Map.of(), Optional.empty()).lines().getFirst().left()).isEmpty();
  }

  @Test
  void subtotal_isOneThatClientsCanRead() {
    Money most = Money.newBuilder().setMinor(Integer.MAX_VALUE).setCurrency("EUR").build();
    Money more = most.toBuilder().setMinor(most.getMinor() + 1).build();

    assertThat(content(Map.of(), Optional.of(most)).subtotal()).contains(most);
    assertThat(content(Map.of(), Optional.of(more)).subtotal()).isEmpty();
  }

  private static CartViews.Content content(Map<String, Stock> stock, Optional<Money> subtotal) {
    return CartViews.Content.of(
        CART,
        new Part.Fresh<>(Map.of("HB1001", Product.getDefaultInstance())),
        stock,
        Map.of(),
        subtotal);
  }
}
