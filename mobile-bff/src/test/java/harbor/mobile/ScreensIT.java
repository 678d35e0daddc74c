package harbor.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import harbor.catalog.v1.GetProductResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.screens.AccountSamples;
import harbor.screens.CartSamples;
import harbor.screens.CheckoutSamples;
import harbor.screens.OrderSamples;
import harbor.screens.OrderScreensContract;
import harbor.screens.Sample;
import harbor.scripted.CoreHome;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor.Answer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All screens of the BFF, a sample each. */
class ScreensIT extends OrderScreensContract {
  private static final Sample PRODUCT =
      Sample.get("product-ordinary", "/mobile/v1/products/HB1001");

  private static final Sample PRODUCT_V2 =
      Sample.get("product-v2", "/mobile/v2/products/HB1001").header("accept-language", "de");
  private static final Sample HOME = Sample.get("home", "/mobile/v1/home").signedIn();
  private static final Sample SECTIONS = Sample.get("home-sections", "/mobile/v2/home").signedIn();

  ScreensIT() {
    super(
        MobileBff.PROCESS,
        Stream.of(
                CartSamples.of("/mobile/v1"),
                AccountSamples.of("/mobile/v1"),
                CheckoutSamples.of("/mobile/v2/checkout-summary", "mobile.checkout"),
                List.of(
                    CheckoutSamples.ofGuest(
                        "checkout-short", "/v2/mobile/checkout-summary", "mobile.checkout")),
                OrderSamples.of("/mobile/v1"))
            .flatMap(List::stream)
            .toList(),
        PRODUCT,
        Sample.get("products", "/mobile/v1/products?q=lamp"),
        Sample.get("categories", "/mobile/v1/categories"),
        Sample.get("product-short-address", "/mobile/products/HB1001"),
        Sample.get("stores", "/mobile/v1/stores?near=53.55,9.99&pageSize=2"),
        PRODUCT_V2,
        PRODUCT_V2.named("product-v2-bare").cores(c -> c.sell(CoreProduct.bare())),
        PRODUCT.named("product-rich").cores(c -> c.sell(CoreProduct.rich())),
        PRODUCT.named("product-bare").cores(c -> c.sell(CoreProduct.bare())),
        Sample.get("sync", "/mobile/v1/sync").signedIn(),
        HOME,
        HOME.named("home-newcomer").cores(ScreensIT::newcomer),
        SECTIONS,
        SECTIONS.named("home-sections-newcomer").cores(ScreensIT::newcomer));
  }

  private static void newcomer(ScriptedCores cores) {
    CoreHome.newcomer().forEach((method, answer) -> cores.script(method, Script.answer(answer)));
  }

  @Test
  void internalField_isFound_whenAViewCopiesIt() {
    assertThat(visible(PRODUCT, ScreensIT::leaking))
        .contains("GetProductResponse.product.supplier_id -> name");
  }

  @Test
  void stores_areNoWarehouses_thoughOneIsNearest_unlessAllKindsAreAskedFor() {
    MethodDescriptor<?, ?> nearest = InventoryServiceGrpc.getListNearestPlacesMethod();
    Script inventory = cores().scriptOf(nearest);

    Answer stores = ask(sample("stores"), "application/json");
    cores()
        .script(
            nearest,
            (request, call) ->
                inventory.play(
                    ((ListNearestPlacesRequest) request).toBuilder().clearKinds().build(), call));
    Answer all = ask(sample("stores"), "application/json");

    assertThat(stores.text())
        .contains("\"P02\"", "\"kind\":\"store\"", "\"P99\"", "\"kind\":\"pickup_point\"")
        .doesNotContain("\"P01\"");
    assertThat(all.text()).contains("\"P01\"", "\"kind\":\"warehouse\"");
  }

  /** Never another way or country in place of the one that was asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"METHOD_NOT_OFFERED", "COUNTRY_NOT_SERVED", "NO_TAX_RATE", "EMPTY_CART"})
  void checkout_isRefusedByName_whenNoSuchOfferCanBeMade(String reason) {
    cores()
        .script(
            OffersServiceGrpc.getMakeOfferMethod(),
            Script.fail(Status.Code.FAILED_PRECONDITION, reason));

    Answer answer = ask(sample("checkout-guest"), "application/json");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("\"code\":\"" + reason + "\"");
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
