package harbor.pricing.offer;

import static java.util.Objects.requireNonNull;

import harbor.clients.ShippingClient;
import harbor.clients.TaxClient;
import harbor.kit.client.ErrorReason;
import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Timestamps;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.ShipmentLine;
import harbor.tax.v1.QuoteTaxRequest;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxableLine;
import harbor.tax.v1.TaxedLine;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks tax and shipping, within the time of the current call: first both at once, then for the tax
 * of every way of shipping at once, whose cost is only known by then. Thread-safe.
 */
final class QuoteRequests {
  /** What the two refuse in the customer's words, and we with them. */
  private static final Set<String> REFUSALS =
      Set.of("INVALID_DESTINATION", "COUNTRY_NOT_SERVED", "NO_TAX_RATE");

  private final TaxClient tax;
  private final ShippingClient shipping;

  QuoteRequests(TaxClient tax, ShippingClient shipping) {
    this.tax = tax;
    this.shipping = shipping;
  }

  /**
   * What is asked of both.
   *
   * @param home whose prices these are, ISO 3166-1 alpha-2
   * @param amounts of the goods' lines after discounts
   * @param at of which time
   */
  record Order(Destination to, String home, Goods goods, List<Long> amounts, Instant at) {
    /** Copies the list. */
    Order {
      amounts = List.copyOf(amounts);
    }

    long goodsMinor() {
      return amounts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Asks both.
   *
   * @param method the way of shipping; empty: the cheapest
   * @throws Failure when they refuse or cannot be asked
   */
  Quote ask(Order order, String method) {
    CompletableFuture<TaxQuote> taxing = tax.quote.send(tax(order, 0));
    CompletableFuture<List<ShippingOption>> offering = options(order, order.goodsMinor());
    TaxQuote goods = answer("tax", taxing);
    boolean showsTax = goods.getPricesIncludeTax();
    long shown = Taxed.sum(taxed(goods.getLinesList())).shownMinor(showsTax);
    List<ShippingOption> options = answer("shipping", offering);
    if (shown != order.goodsMinor()) {
      options = answer("shipping", options(order, shown));
    }
    ShippingOption chosen = chosen(options, method);
    Map<Long, TaxQuote> byCost = byCost(order, options, goods);
    List<Quote.Shipping> others = new ArrayList<>();
    for (ShippingOption option : options) {
      if (!option.equals(chosen)) {
        others.add(shipping(option, byCost));
      }
    }
    TaxQuote quote = requireNonNull(byCost.get(chosen.costMinor()));
    return new Quote(
        taxed(quote.getLinesList()), shipping(chosen, byCost), others, quote.getPricesIncludeTax());
  }

  private Map<Long, TaxQuote> byCost(Order order, List<ShippingOption> options, TaxQuote goods) {
    Map<Long, CompletableFuture<TaxQuote>> asked = new HashMap<>();
    for (ShippingOption option : options) {
      if (option.costMinor() > 0) {
        asked.computeIfAbsent(option.costMinor(), cost -> tax.quote.send(tax(order, cost)));
      }
    }
    Map<Long, TaxQuote> byCost = new HashMap<>(Map.of(0L, goods));
    asked.forEach((cost, answer) -> byCost.put(cost, answer("tax", answer)));
    return byCost;
  }

  private static Quote.Shipping shipping(ShippingOption option, Map<Long, TaxQuote> byCost) {
    List<Taxed> parts = taxed(requireNonNull(byCost.get(option.costMinor())).getShippingList());
    return new Quote.Shipping(option, parts.size() == 1 ? parts.getFirst() : Taxed.sum(parts));
  }

  private static ShippingOption chosen(List<ShippingOption> options, String method) {
    return options.stream()
        .filter(option -> method.isEmpty() || option.method().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                method.isEmpty()
                    ? Failure.failedPrecondition(
                        "COUNTRY_NOT_SERVED", "Nothing is shipped there in this currency.")
                    : Failure.failedPrecondition(
                        "METHOD_NOT_OFFERED", method + " is not offered at the destination."));
  }

  private CompletableFuture<List<ShippingOption>> options(Order order, long goodsMinor) {
    QuoteShippingRequest.Builder request =
        QuoteShippingRequest.newBuilder()
            .setDestination(message(order.to()))
            .setGoodsMinor(goodsMinor)
            .setCurrency(order.goods().currency())
            .setAt(Timestamps.of(order.at()));
    for (GoodsLine line : order.goods().lines()) {
      request.addItems(
          ShipmentLine.newBuilder().setProductId(line.productId()).setQuantity(line.quantity()));
    }
    return shipping
        .quote
        .send(request.build())
        .thenApply(
            options ->
                options.stream()
                    .filter(
                        option -> option.getCost().getCurrency().equals(order.goods().currency()))
                    .map(QuoteRequests::option)
                    .toList());
  }

  private static ShippingOption option(harbor.shipping.v1.ShippingOption option) {
    return new ShippingOption(
        option.getMethod(),
        option.getCost().getMinor(),
        option.getWindow().getEarliest(),
        option.getWindow().getLatest(),
        option.getPickup());
  }

  private static QuoteTaxRequest tax(Order order, long shippingMinor) {
    QuoteTaxRequest.Builder request =
        QuoteTaxRequest.newBuilder()
            .setDestination(message(order.to()))
            .setCurrency(order.goods().currency())
            .setShippingMinor(shippingMinor)
            .setHomeCountry(order.home())
            .setAt(Timestamps.of(order.at()));
    List<GoodsLine> lines = order.goods().lines();
    for (int i = 0; i < lines.size(); i++) {
      request.addLines(
          TaxableLine.newBuilder()
              .setId(lines.get(i).productId())
              .setTaxClass(lines.get(i).taxClass())
              .setAmountMinor(order.amounts().get(i)));
    }
    return request.build();
  }

  private static harbor.shop.v1.Destination message(Destination to) {
    return harbor.shop.v1.Destination.newBuilder()
        .setCountry(to.country())
        .setRegion(to.region())
        .setPostalCode(to.postalCode())
        .build();
  }

  private static List<Taxed> taxed(List<TaxedLine> lines) {
    return lines.stream()
        .map(
            line ->
                new Taxed(
                    line.getRateBasisPoints(),
                    line.getNetMinor(),
                    line.getTaxMinor(),
                    line.getGrossMinor()))
        .toList();
  }

  private static <T> T answer(String service, CompletableFuture<T> asked) {
    try {
      return asked.join();
    } catch (CompletionException e) {
      throw ending(service, e);
    }
  }

  private static RuntimeException ending(String service, CompletionException failed) {
    Status.Code code = Status.fromThrowable(failed).getCode();
    String reason = ErrorReason.of(failed);
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION ->
          REFUSALS.contains(reason) ? refusal(code, reason, service) : failed;
      case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN ->
          Failure.unavailable("DOWNSTREAM_UNAVAILABLE", service + " cannot be asked.");
      case DEADLINE_EXCEEDED, CANCELLED -> Failure.deadlineExceeded();
      case OK,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS,
          UNAUTHENTICATED ->
          failed;
    };
  }

  private static Failure refusal(Status.Code code, String reason, String service) {
    String detail = service + " does not serve the destination.";
    return code == Status.Code.INVALID_ARGUMENT
        ? Failure.invalidArgument(reason, detail)
        : Failure.failedPrecondition(reason, detail);
  }
}
