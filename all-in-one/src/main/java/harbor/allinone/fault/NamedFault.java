package harbor.allinone.fault;

import harbor.observability.fault.FaultRule;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Faults to rehearse. {@code observability/RUNBOOK.md} says which alerts each raises. Most are
 * those of the OpenTelemetry demo.
 *
 * @see <a href="https://opentelemetry.io/docs/demo/feature-flags/">Feature flags of the demo</a>
 */
public enum NamedFault {
  /** Money cannot be held. */
  PAYMENT_FAILURE("no payment can be authorized", "payments AuthorizePayment errors=100%"),
  /** Nobody answers. */
  PAYMENT_UNREACHABLE("payments does not answer", "payments hang"),
  /** One of many. */
  PRODUCT_FAILURE("the catalogue fails for one product", "catalog errors=100% only=HB1001"),
  /** Hidden by retries. */
  CATALOG_ERRORS("3 of 100 calls of the catalogue fail", "catalog errors=3%"),
  /** Worked out anew each time. */
  RECOMMENDATION_CACHE_FAILURE(
      "recommendations are worked out for each call", "recommendations latency=1000ms"),
  /** Pages come without advertisements, sections and flags at times. */
  ADVERTISEMENT_FAILURE("1 of 10 calls of content fails", "content errors=10%"),
  /** No cart can be read or changed. */
  CART_FAILURE("carts cannot be read or changed", "carts errors=100%"),
  /** Answers are broken. */
  GARBLED_REVIEWS("lists of reviews cannot be read", "reviews ListReviews garbage"),
  /** The prices' service does not answer. */
  PRICING_HANGS("pricing takes calls and answers none", "pricing hang"),
  /** Checkout waits. */
  SLOW_SHIPPING("shipping answers 0.8 s later", "shipping latency=800ms"),
  /** Pages come, pictures later. */
  SLOW_IMAGES("pictures come 3 s later", "media latency=3000ms"),
  /** Its callers go elsewhere. */
  READINESS_FAILURE("carts says that it is not ready", "carts not-ready");

  private final String meaning;
  private final String rule;

  NamedFault(String meaning, String rule) {
    this.meaning = meaning;
    this.rule = rule;
  }

  /** As it is written, for instance {@code slow-images}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What goes wrong, in half a line. */
  public String meaning() {
    return meaning;
  }

  /** What switches it on. */
  public FaultRule rule() {
    return FaultRule.parse(rule);
  }

  /** The one of this name. */
  public static Optional<NamedFault> of(String text) {
    return Stream.of(values()).filter(fault -> fault.text().equals(text)).findFirst();
  }
}
