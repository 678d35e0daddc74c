package harbor.payments;

import harbor.kit.service.call.CardNumber;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.Money;
import harbor.payments.Ask.Buyer;
import harbor.payments.Operation.Kind;
import harbor.payments.RiskRule.Question;
import harbor.payments.v1.AssessRiskRequest;
import harbor.payments.v1.AuthorizePaymentRequest;
import harbor.payments.v1.CapturePaymentRequest;
import harbor.payments.v1.RefundPaymentRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What requests ask for, checked; each method throws the {@link Failure} that says what is wrong.
 */
final class PaymentRequests {
  /** An amount at most: twelve digits, as providers take them. */
  static final long MAX_MINOR = 999_999_999_999L;

  private static final int MAX_FRAUD_SCORE = 1_000;
  private static final Pattern KEY = Pattern.compile("[!-~]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,128}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");

  private PaymentRequests() {}

  static Question question(AssessRiskRequest request) {
    Money amount = amount(request.getAmount(), 0);
    String country = request.getDestination().getCountry();
    if (!COUNTRY.matcher(country).matches()) {
      throw Failure.invalidArgument(
          "INVALID_DESTINATION",
          "destination.country is malformed (expected: two capital letters).");
    }
    return new Question(
        orderId(request.getOrderId()),
        amount.minor(),
        amount.currency(),
        country,
        request.getDestination().getPostalCode(),
        request.hasFraudScore()
            ? OptionalInt.of(Math.clamp(request.getFraudScore(), 0, MAX_FRAUD_SCORE))
            : OptionalInt.empty(),
        request.getRefusedTries());
  }

  static Ask authorize(AuthorizePaymentRequest request) {
    if (!TOKEN.matcher(request.getCardToken()).matches()
        || CardNumber.isIn(request.getCardToken())) {
      throw Failure.invalidArgument(
          "INVALID_CARD_TOKEN",
          "card_token is malformed (expected: a provider's token, never a card number).");
    }
    if (!COUNTRY.matcher(request.getCountry()).matches()
        || !LOCALE.matcher(request.getLocale()).matches()) {
      throw Failure.invalidArgument(
          "INVALID_DESTINATION",
          "country or locale is malformed (expected: ISO 3166-1 alpha-2 and BCP 47).");
    }
    return new Ask(
        orderId(request.getOrderId()),
        operationKey(request.getOperationKey()),
        Kind.AUTHORIZE,
        amount(request.getAmount(), 1),
        Optional.of(new Buyer(request.getCardToken(), request.getCountry(), request.getLocale())));
  }

  static Ask capture(CapturePaymentRequest request) {
    return new Ask(
        orderId(request.getOrderId()),
        operationKey(request.getOperationKey()),
        Kind.CAPTURE,
        amount(request.getAmount(), 1),
        Optional.empty());
  }

  static Ask refund(RefundPaymentRequest request) {
    return new Ask(
        orderId(request.getOrderId()),
        operationKey(request.getOperationKey()),
        Kind.REFUND,
        amount(request.getAmount(), 1),
        Optional.empty());
  }

  static String orderId(String orderId) {
    return Requests.id("order_id", orderId, "INVALID_ORDER_ID");
  }

  static String operationKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw Failure.invalidArgument(
          "INVALID_OPERATION_KEY",
          "operation_key is malformed (expected: 1 to 64 visible ASCII characters).");
    }
    return key;
  }

  private static Money amount(harbor.type.v1.Money amount, long min) {
    if (amount.getMinor() < min
        || amount.getMinor() > MAX_MINOR
        || !Money.isCurrency(amount.getCurrency())) {
      throw Failure.invalidArgument(
          "INVALID_AMOUNT",
          "amount is out of its range (expected: %d to %d of a currency of ISO 4217)."
              .formatted(min, MAX_MINOR));
    }
    return Money.of(amount);
  }
}
