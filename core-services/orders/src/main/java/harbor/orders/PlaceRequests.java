package harbor.orders;

import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.clients.OffersClient;
import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.CardNumber;
import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Audit;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderedCart;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an order of what a caller confirms; checks all that nobody else has to be asked for. */
final class PlaceRequests {
  private static final Logger log = LoggerFactory.getLogger(PlaceRequests.class);

  private static final Pattern OFFER_ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern MAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,190}");
  private static final Pattern CARD_TOKEN = Pattern.compile("[!-~]{1,128}");
  private static final Duration MAX_CALL = Duration.ofSeconds(1);
  private static final Duration MAX_NAMES = Duration.ofSeconds(1);

  private final OffersClient offers;
  private final CatalogClient catalog;
  private final Accounts accounts;

  PlaceRequests(OffersClient offers, CatalogClient catalog, Accounts accounts) {
    this.offers = offers;
    this.catalog = catalog;
    this.accounts = accounts;
  }

  /**
   * An order as it is meant, and what pays it.
   *
   * @param cardToken empty when there is nothing to pay
   */
  record Meant(Order order, String cardToken) {}

  /** What the current caller means to order. */
  Meant read(PlaceOrderRequest request) {
    if (!OFFER_ID.matcher(request.getOfferId()).matches()) {
      throw Failure.invalidArgument("INVALID_OFFER_ID", "offer_id is malformed.");
    }
    if (CardNumber.isIn(request.getCardToken())) {
      throw Failure.invalidArgument(
          "INVALID_CARD_TOKEN", "card_token: a card number (expected: a provider's token).");
    }
    Caller caller = CallScope.caller();
    Optional<Order.Address> given =
        request.hasAddress()
            ? Optional.of(AddressRequests.read(request.getAddress()))
            : Optional.empty();
    String country = request.getAddress().getDestination().getCountry();
    String mail;
    if (caller.isUser()) {
      Accounts.Account account = accounts.current();
      mail = account.mail();
      if (given.isEmpty()) {
        given = account.address();
        country = account.country();
      }
    } else {
      mail = guestMail(request.getGuestMail());
    }
    Order.Address address =
        given.orElseThrow(() -> Failure.invalidArgument("INVALID_ADDRESS", "address is missing."));
    Offer offer = offer(request.getOfferId());
    boolean free = offer.getTotals().getTotalMinor() == 0;
    if (!free && !CARD_TOKEN.matcher(request.getCardToken()).matches()) {
      throw Failure.invalidArgument(
          "MISSING_CARD_TOKEN",
          "card_token: malformed (expected: 1 to 128 visible ASCII characters).");
    }
    return new Meant(
        order(caller, offer, address, country, mail), free ? "" : request.getCardToken());
  }

  private static String guestMail(String mail) {
    String trimmed = mail.strip();
    if (!MAIL.matcher(trimmed).matches()) {
      throw Failure.invalidArgument("INVALID_MAIL", "guest_mail is malformed.");
    }
    return trimmed;
  }

  private Offer offer(String id) {
    try {
      return offers.byId.call(id, MAX_CALL);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw Failure.notFound("UNKNOWN_OFFER", "The caller has no such offer.");
      }
      throw unavailable(e);
    }
  }

  /** Nothing was recorded: the same key may try again. */
  static Failure unavailable(StatusRuntimeException e) {
    log.warn("An order cannot be placed now", e);
    return Failure.unavailable(
        "DEPENDENCY_UNAVAILABLE", "A service that it needs does not answer.");
  }

  /** Names are shown only: an order does not fail for want of them. */
  private Map<String, Product> names(Offer offer) {
    try {
      return catalog
          .card
          .all()
          .call(offer.getLinesList().stream().map(OfferLine::getProductId).toList(), MAX_NAMES);
    } catch (StatusRuntimeException e) {
      log.info("The names of an order's products are not known: {}", e.getStatus().getCode());
      return Map.of();
    }
  }

  private Order order(
      Caller caller, Offer offer, Order.Address address, String country, String mail) {
    Map<String, Product> names = names(offer);
    List<Order.Line> lines = new ArrayList<>();
    for (OfferLine line : offer.getLinesList()) {
      Product product = names.get(line.getProductId());
      lines.add(line(lines.size() + 1, line, product == null ? "" : product.getTitle()));
    }
    return new Order(
        OpaqueId.random(),
        caller.subject(),
        OrderStatus.ORDER_STATUS_PLACED,
        "",
        false,
        offer.getCartId(),
        offer.getCartVersion(),
        offer.getId(),
        lines,
        offer.getDiscountsList().stream()
            .map(OfferDiscount::getCouponCode)
            .filter(code -> !code.isEmpty())
            .distinct()
            .toList(),
        Order.Review.NONE,
        offer.getDiscountsCount() > 0,
        Optional.of(address),
        mail,
        new Order.Shipping(
            offer.getShipping().getMethod(),
            offer.getShipping().getGrossMinor(),
            offer.getShipping().getTaxMinor(),
            offer.getShipping().getEarliest(),
            offer.getShipping().getLatest(),
            ""),
        new Order.Totals(
            offer.getTotals().getListMinor(),
            offer.getTotals().getDiscountMinor(),
            offer.getTotals().getTaxMinor(),
            offer.getTotals().getTotalMinor(),
            0,
            0),
        offer.getCurrency(),
        country,
        offer.getLocale(),
        caller.isUser() ? offer.getPointsEarned() : 0,
        List.of(),
        List.of(),
        Instant.EPOCH,
        new Audit(Instant.EPOCH, caller.subject(), Instant.EPOCH, caller.subject(), 1));
  }

  private static Order.Line line(int number, OfferLine line, String name) {
    int quantity = line.getQuantity();
    return new Order.Line(
        number,
        line.getProductId(),
        name,
        quantity,
        line.getUnitMinor(),
        line.getDiscountMinor(),
        line.getGrossMinor(),
        line.getTaxMinor(),
        shares(line.getPieceGrossMinorList(), line.getGrossMinor(), quantity),
        shares(line.getPieceTaxMinorList(), line.getTaxMinor(), quantity),
        0);
  }

  /** As stated, otherwise equal ones: the first k together are half even of k/quantity. */
  private static List<Long> shares(List<Long> stated, long amount, int quantity) {
    if (!stated.isEmpty()) {
      return stated;
    }
    List<Long> shares = new ArrayList<>();
    long before = 0;
    for (int k = 1; k <= quantity; k++) {
      long sum =
          BigDecimal.valueOf(amount)
              .multiply(BigDecimal.valueOf(k))
              .divide(BigDecimal.valueOf(quantity), 0, RoundingMode.HALF_EVEN)
              .longValueExact();
      shares.add(sum - before);
      before = sum;
    }
    return shares;
  }

  /** Another order has the cart. */
  static Failure ordered(String orderId) {
    return Failure.failedPrecondition("CART_ORDERED", "The cart was ordered before.")
        .with(OrderedCart.newBuilder().setOrderId(orderId).build())
        .decided();
  }
}
