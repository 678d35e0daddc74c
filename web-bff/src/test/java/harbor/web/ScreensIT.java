package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import harbor.catalog.v1.GetProductResponse;
import harbor.screens.AccountSamples;
import harbor.screens.CartSamples;
import harbor.screens.CheckoutSamples;
import harbor.screens.OrderSamples;
import harbor.screens.OrderScreensContract;
import harbor.screens.Sample;
import harbor.scripted.CoreOrder;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.Visitor.Answer;
import harbor.users.v1.UsersServiceGrpc;
import harbor.web.admin.AdminSamples;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All screens of the BFF, a sample each. */
class ScreensIT extends OrderScreensContract {
  private static final Sample PRODUCT = Sample.get("product-ordinary", "/web/products/HB1001");

  private static final Sample HOME = Sample.get("home", "/web/home");

  ScreensIT() {
    super(
        WebBff.PROCESS,
        Stream.of(
                CartSamples.of("/web"),
                AccountSamples.of("/web"),
                CheckoutSamples.of("/web/checkout", "web.checkout"),
                OrderSamples.of("/web"),
                OrderSamples.ofAdmin("/web"),
                AdminSamples.all())
            .flatMap(List::stream)
            .toList(),
        Sample.get("dashboard", "/web/dashboard").signedIn(),
        Sample.get("stores", "/web/stores?near=53.55,9.99&pageSize=2"),
        Sample.write(
                "review-submit",
                "POST",
                "/web/products/HB1001/reviews",
                """
                {"rating": 5, "title": "Bright", "body": "It shines.", "author": "Ada"}\
                """)
            .signedIn(),
        PRODUCT,
        Sample.get("search", "/web/search?q=lamp"),
        Sample.get("category", "/web/categories/home-garden/lamps"),
        PRODUCT.named("product-rich").cores(c -> c.sell(CoreProduct.rich())),
        PRODUCT.named("product-bare").cores(c -> c.sell(CoreProduct.bare())),
        HOME,
        HOME.named("home-french").header("accept-language", "fr"));
  }

  @Test
  void poll_tellsOrders_toWhoeverIsSomebody() {
    Sample poll = Sample.get("poll", "/web/poll?products=HB1001&orders=" + CoreOrder.ID);

    Answer nobody = ask(poll, "application/json");
    Answer guest =
        ask(poll.header("cookie", "harbor_guest=guestguestguestguest01"), "application/json");
    Answer products = ask(Sample.get("poll", "/web/poll?products=HB1001"), "application/json");

    assertThat(nobody.status()).isEqualTo(401);
    assertThat(guest.status()).isEqualTo(200);
    assertThat(guest.header("cache-control")).isEqualTo("private, no-store");
    assertThat(guest.header("etag")).isEmpty();
    assertThat(guest.text())
        .contains(
            "{\"product\":{\"productId\":\"HB1001\",",
            "{\"order\":{\"orderId\":\"%s\",\"status\":\"shipped\",\"pending\":false,"
                .formatted(CoreOrder.ID),
            "\"reset\":false");
    assertThat(products.text()).contains("HB1001").doesNotContain("\"order\"");
    // a poll lasts as long as its client wants; one that is refused is a request like any other
    await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("harbor_bff_streams_ended_seconds_count{http_route=\"/web/poll\",")
                    .contains("http_response_status_code=\"401\",http_route=\"/web/poll\""));
    assertThat(metrics())
        .doesNotContain("http_response_status_code=\"200\",http_route=\"/web/poll\"");
  }

  /** The core services answer whoever asks here: nobody asks them. */
  @Test
  void checkout_toAnAddressOfAnAccount_isForWhoHasSignedIn() {
    Sample checkout =
        Sample.get("checkout", "/web/checkout?cartId=cartcartcartcartcart01&addressId=home");
    cores().forget();

    Answer nobody = ask(checkout, "application/json");
    Answer guest =
        ask(checkout.header("cookie", "harbor_guest=guestguestguestguest01"), "application/json");

    assertThat(List.of(nobody, guest)).extracting(Answer::status).containsOnly(401);
    assertThat(nobody.text()).contains("NOT_SIGNED_IN");
    assertThat(cores().arrivals()).isEmpty();
  }

  @Test
  void adminTable_isForTheRole_andRefusesWhatItDoesNotKnow() {
    Sample users = sample("admin-users");

    Answer hidden = ask(users.at("/web/admin/users?sort=fraudScore"), "application/json");
    Answer unknown = ask(users.at("/web/admin/users?fraudScore.min=50"), "application/json");
    cores()
        .script(
            UsersServiceGrpc.getListUsersMethod(),
            Script.fail(Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN"));
    Answer token = ask(users.at("/web/admin/users?pageToken=x"), "application/json");
    cores()
        .script(
            UsersServiceGrpc.getListUsersMethod(),
            Script.fail(Status.Code.PERMISSION_DENIED, "ROLE_REQUIRED"));
    Answer customer = ask(users.signedIn(), "application/json");

    assertThat(hidden.status()).isEqualTo(400);
    assertThat(hidden.text()).contains("\"field\":\"sort\"");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text()).contains("\"field\":\"fraudScore.min\"");
    assertThat(token.status()).isEqualTo(400);
    assertThat(token.text()).contains("\"code\":\"INVALID_PAGE_TOKEN\"", "\"field\":\"pageToken\"");
    assertThat(customer.status()).isEqualTo(403);
    assertThat(customer.text()).contains("\"code\":\"FORBIDDEN\"");
  }

  @Test
  void internalField_isFound_whenAViewCopiesIt() {
    assertThat(visible(PRODUCT, ScreensIT::leaking))
        .contains("GetProductResponse.product.supplier_id -> color\n");
  }

  /** What a view that copies an internal field would show. */
  private static Message leaking(Message answer) {
    if (!(answer instanceof GetProductResponse response)) {
      return answer;
    }
    GetProductResponse.Builder leaking = response.toBuilder();
    leaking.getProductBuilder().setColor(response.getProduct().getSupplierId());
    return leaking.build();
  }
}
