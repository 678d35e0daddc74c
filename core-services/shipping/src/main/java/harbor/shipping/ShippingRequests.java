package harbor.shipping;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import harbor.shipping.shipment.Address;
import harbor.shipping.shipment.Destination;
import harbor.shipping.shipment.Line;
import harbor.shipping.shipment.Plan;
import harbor.shipping.shipment.Shipment.State;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.ShipmentLine;
import harbor.shipping.v1.ShipmentStatus;
import harbor.shipping.v1.ShippingMethod;
import harbor.shipping.window.CutOff;
import harbor.shipping.window.Method;
import harbor.shipping.window.Window;
import harbor.shop.v1.PostalAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Checks of requests and rows, and what they stand for. */
final class ShippingRequests {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,64}");
  private static final Pattern METHOD = Pattern.compile("[a-z0-9_-]{1,32}");
  private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final int MAX_KILOMETRES = 50_000;
  private static final int MAX_LOCALE = 35;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");

  private ShippingRequests() {}

  static Destination destination(harbor.shop.v1.Destination message) {
    return checked("INVALID_DESTINATION", () -> of(message));
  }

  /** What a question is about. */
  static List<Line> items(QuoteShippingRequest request) {
    return Requests.batch("items", request.getItemsList(), Line.MAX_LINES).stream()
        .map(
            item -> {
              String product =
                  Requests.externalId(
                      "items.product_id", item.getProductId(), "INVALID_PRODUCT_ID");
              return checked("INVALID_QUANTITY", () -> new Line(product, item.getQuantity()));
            })
        .toList();
  }

  static long goods(QuoteShippingRequest request) {
    return checked(
        "INVALID_AMOUNT",
        () -> Fields.range("goods_minor", request.getGoodsMinor(), 0, Long.MAX_VALUE));
  }

  static String currency(String code) {
    if (!Money.isCurrency(code)) {
      throw Failure.invalidArgument(
          "INVALID_CURRENCY", "currency is unknown (expected: an ISO 4217 code such as EUR).");
    }
    return code;
  }

  static Optional<Instant> at(QuoteShippingRequest request) {
    if (!request.hasAt()) {
      return Optional.empty();
    }
    Instant at = checked("INVALID_TIME", () -> Fields.instant("at", request.getAt()));
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw Failure.invalidArgument(
          "INVALID_TIME", "at: out of range (expected: years 1970 to 2999).");
    }
    return Optional.of(at);
  }

  static Plan plan(PlanShipmentRequest request) {
    return new Plan(
        orderId(request.getOrderId()),
        stepKey(request.getStepKey()),
        lines(request.getLinesList()),
        checked("INVALID_DESTINATION", () -> address(request.getAddress())),
        method(request.getMethod()),
        window(request.getWindow()),
        currency(request.getCurrency()),
        locale(request.getLocale()));
  }

  static String orderId(String id) {
    return Requests.id("order_id", id, "INVALID_ORDER_ID");
  }

  static String stepKey(String key) {
    return visible("step_key", key, "INVALID_STEP_KEY");
  }

  /** What is malformed is nobody's. */
  static String shipmentId(String id) {
    if (!Identifiers.isWellFormed(id)) {
      throw Failure.notFound("UNKNOWN_SHIPMENT", "There is no such shipment.");
    }
    return id;
  }

  static String trackingNumber(String number) {
    return number.isEmpty()
        ? number
        : visible("tracking_number", number, "INVALID_TRACKING_NUMBER");
  }

  static State advanced(ShipmentStatus status) {
    return switch (status) {
      case SHIPMENT_STATUS_HANDED_OVER -> State.HANDED_OVER;
      case SHIPMENT_STATUS_DELIVERED -> State.DELIVERED;
      case SHIPMENT_STATUS_UNSPECIFIED,
          SHIPMENT_STATUS_PLANNED,
          SHIPMENT_STATUS_RELEASED,
          SHIPMENT_STATUS_CANCELLED,
          UNRECOGNIZED ->
          throw Failure.invalidArgument(
              "INVALID_STATUS",
              "status: %s (expected: HANDED_OVER or DELIVERED).".formatted(status));
    };
  }

  /** A row of an import; throws {@link InvalidField}. */
  static Method method(ShippingMethod row) {
    if (!METHOD.matcher(row.getMethod()).matches()) {
      throw new InvalidField("method", "Malformed (expected: 1 to 32 characters of [a-z0-9_-]).");
    }
    Money cost = Fields.money("cost", row.getCost(), 0);
    return new Method(
        row.getMethod(),
        Destination.country("country", row.getCountry()),
        cost,
        freeFrom(row, cost),
        Fields.days("min_days", row.getMinDays(), "max_days", row.getMaxDays()),
        (int) Fields.range("kilometres_a_day", row.getKilometresADay(), 0, MAX_KILOMETRES),
        cutOff(row.getCutOff()),
        row.getPickup(),
        row.getActive());
  }

  private static OptionalLong freeFrom(ShippingMethod row, Money cost) {
    if (!row.hasFreeFrom()) {
      return OptionalLong.empty();
    }
    Money from = Fields.money("free_from", row.getFreeFrom(), 0);
    if (!from.currency().equals(cost.currency())) {
      throw new InvalidField(
          "free_from",
          "Is in %s (expected: the currency of cost, %s)."
              .formatted(from.currency(), cost.currency()));
    }
    return OptionalLong.of(from.minor());
  }

  private static CutOff cutOff(String text) {
    if (!TIME_OF_DAY.matcher(text).matches()) {
      throw new InvalidField("cut_off", "Malformed (expected: HH:MM, 00:00 to 23:59).");
    }
    return new CutOff(LocalTime.parse(text));
  }

  private static List<Line> lines(List<ShipmentLine> messages) {
    List<Line> lines =
        checked(
            "INVALID_LINES",
            () ->
                Fields.list("lines", messages, Line.MAX_LINES).stream()
                    .map(line -> new Line(line.getProductId(), line.getQuantity()))
                    .toList());
    long products = lines.stream().map(Line::productId).distinct().count();
    if (lines.isEmpty() || products < lines.size()) {
      throw Failure.invalidArgument(
          "INVALID_LINES", "lines: empty, or a product twice (expected: each once, 1 to 200).");
    }
    return lines;
  }

  private static Address address(PostalAddress message) {
    return new Address(
        message.getName(),
        message.getLinesList(),
        message.getCity(),
        of(message.getDestination()),
        message.getPhone());
  }

  private static Destination of(harbor.shop.v1.Destination message) {
    return new Destination(message.getCountry(), message.getRegion(), message.getPostalCode());
  }

  /** What is malformed is offered nowhere. */
  private static String method(String code) {
    if (!METHOD.matcher(code).matches()) {
      throw Failure.failedPrecondition("METHOD_NOT_OFFERED", "method: there is none of that code.");
    }
    return code;
  }

  private static Window window(DeliveryWindow message) {
    try {
      return new Window(
          LocalDate.parse(message.getEarliest()), LocalDate.parse(message.getLatest()));
    } catch (DateTimeException | IllegalArgumentException _) {
      throw Failure.invalidArgument(
          "INVALID_WINDOW", "window: malformed (expected: two ISO 8601 dates in their order).");
    }
  }

  private static String locale(String tag) {
    try {
      if (!tag.isEmpty() && tag.length() <= MAX_LOCALE) {
        var _ = new Locale.Builder().setLanguageTag(tag).build();
        return tag;
      }
    } catch (IllformedLocaleException _) {
      throw invalidLocale();
    }
    throw invalidLocale();
  }

  private static Failure invalidLocale() {
    return Failure.invalidArgument(
        "INVALID_LOCALE", "locale: malformed (expected: a BCP 47 tag such as de-DE).");
  }

  private static String visible(String field, String text, String reason) {
    if (!VISIBLE.matcher(text).matches()) {
      throw Failure.invalidArgument(
          reason, field + " is malformed (expected: 1 to 64 visible ASCII characters).");
    }
    return text;
  }

  private static <T> T checked(String reason, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidField e) {
      throw Failure.invalidArgument(reason, e.field() + ": " + e.description());
    }
  }
}
