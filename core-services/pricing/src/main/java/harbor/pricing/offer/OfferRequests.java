package harbor.pricing.offer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.OfferedItem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an offer is asked for, checked. */
final class OfferRequests {
  private static final int MAX_ITEMS = 100;
  private static final int MAX_REGION = 100;
  private static final int MAX_POSTAL_CODE = 20;
  private static final Pattern CART = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern METHOD = Pattern.compile("[a-z0-9_-]{0,32}");

  private OfferRequests() {}

  /**
   * The question.
   *
   * @param owner on whose behalf
   */
  static Question question(MakeOfferRequest request, String owner) {
    if (!CART.matcher(request.getCartId()).matches()) {
      throw Failure.invalidArgument(
          "INVALID_CART_ID", "cart_id is malformed (expected: 22 characters of [A-Za-z0-9_-]).");
    }
    Requests.version("cart_version", request.getCartVersion());
    String code = request.getCouponCode();
    if (!code.isEmpty() && !Promotion.isCode(code)) {
      throw Failure.invalidArgument(
          "INVALID_COUPON_CODE",
          "coupon_code is malformed (expected: 1 to 64 characters of [A-Z0-9._-], or empty).");
    }
    if (!METHOD.matcher(request.getShippingMethod()).matches()) {
      throw Failure.failedPrecondition(
          "METHOD_NOT_OFFERED", "shipping_method is none (expected: the code of one).");
    }
    return new Question(
        owner,
        request.getCartId(),
        request.getCartVersion(),
        items(request.getItemsList()),
        code,
        request.hasDestination()
            ? Optional.of(destination(request.getDestination()))
            : Optional.empty(),
        request.getShippingMethod(),
        request.getGuestMail());
  }

  /** The items, each product once. */
  static List<Question.Item> items(List<OfferedItem> items) {
    Set<String> seen = new HashSet<>();
    return Requests.batch("items", items, MAX_ITEMS).stream()
        .map(item -> item(item, seen))
        .toList();
  }

  private static Question.Item item(OfferedItem item, Set<String> seen) {
    String product =
        Requests.externalId("items.product_id", item.getProductId(), "INVALID_PRODUCT_ID");
    if (!seen.add(product)) {
      throw Failure.invalidArgument(
          "INVALID_PRODUCT_ID", "items: %s is there twice (expected: once).".formatted(product));
    }
    if (item.getQuantity() < 1 || item.getQuantity() > GoodsLine.MAX_QUANTITY) {
      throw Failure.invalidArgument(
          "INVALID_QUANTITY",
          "items.quantity: %d (expected: 1 to %d)."
              .formatted(item.getQuantity(), GoodsLine.MAX_QUANTITY));
    }
    return new Question.Item(product, item.getQuantity());
  }

  private static Destination destination(harbor.shop.v1.Destination message) {
    if (!COUNTRY.matcher(message.getCountry()).matches()
        || message.getRegion().length() > MAX_REGION
        || message.getPostalCode().length() > MAX_POSTAL_CODE) {
      throw Failure.invalidArgument(
          "INVALID_DESTINATION",
          "destination is malformed (expected: an ISO 3166-1 country, a region of at most %d and a postal code of at most %d characters)."
              .formatted(MAX_REGION, MAX_POSTAL_CODE));
    }
    return new Destination(message.getCountry(), message.getRegion(), message.getPostalCode());
  }
}
