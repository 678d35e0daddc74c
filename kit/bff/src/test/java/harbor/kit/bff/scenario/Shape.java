package harbor.kit.bff.scenario;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Source;

/** A shape that plans have: a row of the report. */
enum Shape {
  ONE("one critical call", "catalog", "`catalog` 150 ms"),
  PHONE(
      "the phone's product",
      "reviews",
      "`catalog` 150 ms; optional `inventory`, `reviews` 80 ms each"),
  BROWSER(
      "the browser's product",
      "reviews",
      "`catalog` 200 ms; optional `inventory`, `pricing`, `reviews`, `recommendations` 150 ms"
          + " each"),
  TWO("two critical calls", "pricing", "`catalog`, `pricing` 150 ms each"),
  CHAIN("a chain of two", "pricing", "`carts` 150 ms, then with its answer `pricing` 150 ms"),
  PUT("a change, repeatable", "shipping", "`shipping` 500 ms"),
  PAY("a change, never repeated", "payments", "`payments` 500 ms");

  private static final StringValue NOTHING = StringValue.getDefaultInstance();

  private final String label;
  private final String weakest;
  private final String calls;

  Shape(String label, String weakest, String calls) {
    this.label = label;
    this.weakest = weakest;
    this.calls = calls;
  }

  String label() {
    return label;
  }

  /** The service that a scenario strikes. */
  String weakest() {
    return weakest;
  }

  /** What it calls and within how long, for readers. */
  String calls() {
    return calls;
  }

  /** A plan of this shape; its name is the shape's. */
  Plan<String> plan(Services to) {
    return switch (this) {
      case ONE -> Plan.of(name(), ofMillis(200), needs("catalog", 150, to));
      case PHONE ->
          Plan.of(
              name(),
              ofMillis(200),
              needs("catalog", 150, to),
              likes("inventory", 80, to),
              likes("reviews", 80, to));
      case BROWSER ->
          Plan.of(
              name(),
              ofMillis(250),
              needs("catalog", 200, to),
              likes("inventory", 150, to),
              likes("pricing", 150, to),
              likes("reviews", 150, to),
              likes("recommendations", 150, to));
      case TWO ->
          Plan.of(name(), ofMillis(200), needs("catalog", 150, to), needs("pricing", 150, to));
      case CHAIN -> {
        CriticalCall<String, StringValue> cart = needs("carts", 150, to);
        yield Plan.of(name(), ofMillis(300), cart)
            .then(
                parts -> parts.of(cart).getValue(),
                Plan.of(name(), ofMillis(150), needs("pricing", 150, to)));
      }
      case PUT -> Plan.of(name(), ofMillis(500), change("shipping.quote", to.put("shipping")));
      case PAY -> Plan.of(name(), ofMillis(500), change("payments.pay", to.pay("payments")));
    };
  }

  private static CriticalCall<String, StringValue> needs(String service, int millis, Services to) {
    return critical(service + ".read", to.read(service)).within(ofMillis(millis));
  }

  private static OptionalCall<String, StringValue> likes(String service, int millis, Services to) {
    return Call.<String, StringValue>optional(service + ".read", to.read(service))
        .within(ofMillis(millis))
        .orElse(NOTHING);
  }

  private static CriticalCall<String, StringValue> change(
      String name, Source<String, StringValue> source) {
    return critical(name, source).within(ofMillis(500));
  }
}
