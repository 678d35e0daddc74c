package harbor.observability.fault;

import harbor.kit.runtime.Environment;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The faults that one process has switched on. A restart switches all of them off. Thread-safe.
 *
 * <p>What serves requests asks {@link #next} for each of them, and does what it says.
 */
public final class Faults {
  /** The variable without which a process has none. */
  public static final String SETTING = "HARBOR_FAULTS";

  private static final AttributeKey<String> ATTRIBUTE = AttributeKey.stringKey("harbor.fault");

  private final String service;
  private final DoubleSupplier random;
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private final Set<String> methods = new TreeSet<>();
  private volatile Runnable listener = () -> {};

  /**
   * None is on yet.
   *
   * @param random at least 0, less than 1: which of a hundred calls fail
   */
  public Faults(String service, DoubleSupplier random) {
    this.service = service;
    this.random = random;
  }

  /** Those of a process; empty unless {@code HARBOR_FAULTS} is on. */
  public static Optional<Faults> from(Environment environment, String service) {
    return environment.isOn(
            SETTING,
            false,
            "on: ./harbor fault can make core services and media answer late, wrongly or not at"
                + " all; for development and tests, on in ./harbor up.")
        ? Optional.of(new Faults(service, () -> ThreadLocalRandom.current().nextDouble()))
        : Optional.empty();
  }

  /** Whose they are. */
  public String service() {
    return service;
  }

  /** Names methods that may have one of their own; by the starting thread alone. */
  public void of(Set<String> named) {
    methods.addAll(named);
  }

  /** Told after each change of {@link #isReady}. */
  public void whenReadinessChanges(Runnable told) {
    listener = told;
  }

  /**
   * Refuses one that cannot be.
   *
   * @throws IllegalArgumentException when there is no such method, with a sentence that names them
   */
  void check(FaultRule rule) {
    String method = rule.method().orElse("");
    if (!method.isEmpty() && !methods.contains(method)) {
      throw new IllegalArgumentException(
          methods.isEmpty()
              ? "%s has no methods: leave '%s' out".formatted(service, method)
              : "%s has no method '%s' (expected: %s)"
                  .formatted(service, method, String.join(", ", methods)));
    }
  }

  /**
   * Switches one on, in place of one that is where it is, or off. Off without a method or an id
   * switches off all of the service.
   */
  public synchronized void turn(FaultRule rule) {
    boolean isAll = rule.fault().isEmpty() && rule.method().isEmpty() && rule.only().isEmpty();
    rules.removeIf(other -> isAll || other.isWhere(rule));
    if (rule.fault().isPresent()) {
      // What says most is asked first.
      rules.add(rule.only().isPresent() || rule.method().isPresent() ? 0 : rules.size(), rule);
    }
    listener.run();
  }

  /** What is on. */
  public List<FaultRule> rules() {
    return List.copyOf(rules);
  }

  /** Whether the process may say that it is ready. */
  public boolean isReady() {
    return rules.stream().noneMatch(Faults::isNotReady);
  }

  /**
   * What goes wrong with a request, noted on the current span.
   *
   * @param request whose text has the ids that it names in quotation marks
   */
  public Optional<Fault> next(String method, Object request) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fault> fault =
        rules.stream()
            .filter(rule -> !isNotReady(rule) && rule.matches(method, request))
            .findFirst()
            .flatMap(FaultRule::fault)
            .filter(
                found ->
                    !(found instanceof Fault.Errors(BigDecimal percent))
                        || random.getAsDouble() * 100 < percent.doubleValue());
    fault.ifPresent(it -> Span.current().setAttribute(ATTRIBUTE, it.toString()));
    return fault;
  }

  private static boolean isNotReady(FaultRule rule) {
    return rule.fault().filter(Fault.NotReady.class::isInstance).isPresent();
  }
}
