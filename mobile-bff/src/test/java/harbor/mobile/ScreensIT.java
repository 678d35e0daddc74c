package harbor.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import harbor.catalog.v1.GetProductResponse;
import harbor.screens.CartSamples;
import harbor.screens.Sample;
import harbor.screens.ScreensContract;
import harbor.scripted.CoreProduct;
import org.junit.jupiter.api.Test;

/** All screens of the BFF, a sample each. */
class ScreensIT extends ScreensContract {
  private static final Sample PRODUCT =
      Sample.get("product-ordinary", "/mobile/v1/products/HB1001");

  ScreensIT() {
    super(
        MobileBff.PROCESS,
        CartSamples.of("/mobile/v1"),
        PRODUCT,
        PRODUCT.named("product-rich").cores(c -> c.sell(CoreProduct.rich())),
        PRODUCT.named("product-bare").cores(c -> c.sell(CoreProduct.bare())));
  }

  @Test
  void internalField_isFound_whenAViewCopiesIt() {
    assertThat(visible(PRODUCT, ScreensIT::leaking))
        .contains("GetProductResponse.product.supplier_id -> name");
  }

  /** What a view that copies an internal field would show. */
  private static Message leaking(Message answer) {
    if (!(answer instanceof GetProductResponse response)) {
      return answer;
    }
    GetProductResponse.Builder leaking = response.toBuilder();
    leaking.getProductBuilder().setShortTitle(response.getProduct().getSupplierId());
    return leaking.build();
  }
}
