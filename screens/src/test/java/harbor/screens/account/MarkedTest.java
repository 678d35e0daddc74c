package harbor.screens.account;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.Product;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Part;
import harbor.pricing.v1.Price;
import harbor.screens.account.AccountViews.Marked;
import harbor.type.v1.Money;
import harbor.users.v1.ProductMark;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkedTest {
  private static final ProductMark MARK = ProductMark.newBuilder().setProductId("p").build();
  private static final Product CARD = Product.newBuilder().setId("p").setPrice(eur(500)).build();

  @Test
  void product_hasPricingsPrice_otherwiseTheCatalogues() {
    Part<Map<String, Product>> cards = new Part.Fresh<>(Map.of("p", CARD));
    Price price = Price.newBuilder().setCurrent(eur(400)).build();

    assertThat(Marked.of(MARK, cards, Map.of("p", price)))
        .isEqualTo(new Marked(MARK, "ok", CARD, eur(400)));
    assertThat(Marked.of(MARK, cards, Map.of())).isEqualTo(new Marked(MARK, "ok", CARD, eur(500)));
  }

  @Test
  void productThatNobodyKnows_isGone_andUnknownWhileNobodyCanSay() {
    Miss down = Miss.of(Status.Code.UNAVAILABLE, "");

    assertThat(Marked.of(MARK, new Part.Fresh<>(Map.of()), Map.of()))
        .isEqualTo(new Marked(MARK, "gone", null, null));
    assertThat(Marked.of(MARK, new Part.Fallback<>(Map.of(), down), Map.of()))
        .isEqualTo(new Marked(MARK, "unknown", null, null));
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }
}
