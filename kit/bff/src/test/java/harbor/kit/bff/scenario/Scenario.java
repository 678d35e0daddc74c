package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.ScriptedService.Script;
import java.time.Duration;

/** What happens to a service while visitors come: a chapter of the report. */
enum Scenario {
  SLOW(
      "Slow",
      """
      The service takes ten times as long, most of it still within the deadline. Deadlines bound \
      what a page waits, and no defence makes it worse: the breaker stays closed, and hedges, which \
      know what is usual, do not double the load.\
      """),
  BLACK_HOLE(
      "Black hole",
      """
      The service takes calls and never says anything. Every call costs its deadline until the \
      breaker opens: compare the median, and the calls that are sent. Probes hang too, and the \
      more of them are unanswered, the fewer follow. The price is what is rejected after the \
      service is back, until a probe is answered.\
      """),
  FLAPPING(
      "Flapping",
      """
      The service refuses for half a second and is well for half a second, in turn. In so short \
      an outage every second call is a probe, so the breaker loses a call or two whenever the \
      service is back, and spares it a part of the calls.\
      """),
  ERROR_BURST(
      "Error burst",
      """
      Eight of a hundred calls are refused. The retry is there for this: look at the column \
      without it. The method that must never be repeated nothing helps but the naive retry, \
      which may have paid twice.\
      """),
  RECOVERY(
      "Recovery",
      """
      The service refused for two and a half seconds and is well again; counted are only those \
      who come afterwards. What is missing is what the breaker rejects until a probe is \
      answered: less than a hundredth of those who came meanwhile.\
      """),
  COLD_START(
      "Cold start",
      """
      The service answers after 450 ms at first and a little sooner with every call, until \
      after four and a half seconds all is well. The breaker keeps pages from waiting \
      meanwhile, at the price of what it rejects until a probe finds the answers in time, which \
      takes as long as such an answer; calls with time enough are not touched.\
      """),
  RETRY_STORM(
      "Retry storm",
      """
      A service at eight tenths of what it can do fails every call, and failing costs it as much as \
      answering. Naive retries multiply the load just then; the budget, which calls that fail \
      empty, keeps it as it is, and the breaker takes a part of it away.\
      """),
  OVERLOAD(
      "Overload",
      """
      Visitors come at twice the rate that the service can serve. With everything off, its \
      queue grows until answers come too late. The limit lets in what can be answered in time, \
      and no hedges; the breaker sheds what is still late; identical reads are asked for once.\
      """),
  ONE_OF_FIVE(
      "One hung dependency among five",
      """
      All screens at once over the same services, of which `reviews` hangs. The screens that do not \
      use it do not notice it, and those that do lose nothing else.\
      """);

  /** How long each takes. */
  static final Duration LENGTH = ofSeconds(6);

  private static final Duration BEGIN = ofSeconds(2);
  private static final Duration END = ofMillis(4_500);
  private static final double ERROR_SHARE = 0.08;
  private static final int TIMES_SLOWER = 10;

  private final String label;
  private final String story;

  Scenario(String label, String story) {
    this.label = label;
    this.story = story;
  }

  String label() {
    return label;
  }

  /** What happens, what the defence is for, and what to look at. */
  String story() {
    return story;
  }

  /** Whether all shapes are asked for at once, of the same services. */
  boolean isShared() {
    return this == ONE_OF_FIVE;
  }

  /** The service that it strikes, for a shape. */
  String strikes(Shape shape) {
    return isShared() ? "reviews" : shape.weakest();
  }

  /** Requests that came earlier are not in the figures. */
  Duration countedFrom() {
    return switch (this) {
      case COLD_START -> Duration.ZERO;
      case RECOVERY -> END;
      case SLOW, BLACK_HOLE, FLAPPING, ERROR_BURST, RETRY_STORM, OVERLOAD, ONE_OF_FIVE -> BEGIN;
    };
  }

  /** How many requests a second there are. */
  double perSecond(Duration at) {
    return switch (this) {
      case RETRY_STORM -> 0.8 * Capacity.PER_SECOND;
      case OVERLOAD -> (isStruck(at) ? 2 : 0.5) * Capacity.PER_SECOND;
      case ONE_OF_FIVE -> 700;
      case SLOW, BLACK_HOLE, FLAPPING, ERROR_BURST, RECOVERY, COLD_START -> 100;
    };
  }

  /** What the service does that it strikes. */
  Script struck(String service) {
    return switch (this) {
      case SLOW -> meanwhile(service, at -> Draw.slow(service, at, TIMES_SLOWER));
      case BLACK_HOLE, ONE_OF_FIVE -> meanwhile(service, _ -> Behaviour.hang());
      case FLAPPING ->
          meanwhile(
              service,
              at -> at.toMillis() / 500 % 2 == 0 ? Draw.unavailable() : Draw.healthy(service, at));
      case ERROR_BURST -> meanwhile(service, at -> Draw.failing(service, at, ERROR_SHARE));
      case RECOVERY -> meanwhile(service, _ -> Draw.unavailable());
      case COLD_START -> (_, at) -> warmingUp(service, at);
      case RETRY_STORM -> new Capacity(service, ofMillis(100), Scenario::isStruck);
      case OVERLOAD -> new Capacity(service, ofMillis(300), _ -> false);
    };
  }

  private static boolean isStruck(Duration at) {
    return at.compareTo(BEGIN) >= 0 && at.compareTo(END) < 0;
  }

  private static Behaviour warmingUp(String service, Duration at) {
    Duration left = END.minus(at);
    return left.isNegative()
        ? Draw.healthy(service, at)
        : Behaviour.answer(ofMillis(5).plus(left.dividedBy(10)));
  }

  private static Script meanwhile(String service, Trouble trouble) {
    return (_, at) -> isStruck(at) ? trouble.at(at) : Draw.healthy(service, at);
  }

  @FunctionalInterface
  private interface Trouble {
    Behaviour at(Duration at);
  }
}
