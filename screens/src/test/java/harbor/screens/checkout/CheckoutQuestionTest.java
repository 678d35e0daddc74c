package harbor.screens.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;
import harbor.scripted.CoreOffer;
import harbor.shop.v1.Destination;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutQuestionTest {
  @Test
  void question_hasWhatWasAsked() {
    assertThat(read("cartId=c-1&country=AT&postalCode=%201010&shippingMethod=express"))
        .isEqualTo(
            new CheckoutQuestion("c-1", "", Optional.of(destination("AT", "1010")), "express"));
    assertThat(read("cartId=c-1&addressId=home"))
        .isEqualTo(new CheckoutQuestion("c-1", "home", Optional.empty(), ""));
  }

  @Test
  void emptyParameter_isAsGoodAsNone() {
    assertThat(read("cartId=c-1&addressId=&country=&postalCode=&shippingMethod="))
        .isEqualTo(read("cartId=c-1"))
        .isEqualTo(new CheckoutQuestion("c-1", "", Optional.empty(), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'', cartId",
    "cartId=, cartId",
    "cartId=a%20b, cartId",
    "cartId=c-1&addressId=a/b, addressId",
    "cartId=c-1&addressId=home&country=AT, addressId",
    "cartId=c-1&addressId=home&postalCode=1010, addressId",
    "cartId=c-1&country=at, country",
    "cartId=c-1&country=AUT, country",
    "cartId=c-1&postalCode=1010, country",
    "cartId=c-1&country=AT&postalCode=123456789012345678901, postalCode",
    "cartId=c-1&shippingMethod=123456789012345678901234567890123, shippingMethod",
  })
  void question_isRefused_byTheFieldThatIsWrong(String query, String field) {
    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(() -> read(query))
        .extracting(BadRequest::field)
        .isEqualTo(field);
  }

  /** Whoever is refused because the offer is another by now sees the summary of that question. */
  @Test
  void offer_isAskedForAgain_withItsCartDestinationAndWay() {
    assertThat(CheckoutRequests.again(CoreOffer.ordinary()))
        .isEqualTo(
            new CheckoutQuestion(
                "cartcartcartcartcart01",
                "",
                Optional.of(destination("AT", "1010").toBuilder().setRegion("Wien").build()),
                "standard"));
  }

  private static Destination destination(String country, String postalCode) {
    return Destination.newBuilder().setCountry(country).setPostalCode(postalCode).build();
  }

  private static CheckoutQuestion read(String query) {
    return CheckoutRequests.question(
        new Request(
            ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/checkout?" + query))));
  }
}
