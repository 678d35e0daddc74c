package harbor.kit.bff.resilience;

import harbor.observability.RecentLatency;
import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The layers around the calls to one service, each with its reason. One that is switched off is not
 * there. Thread-safe.
 */
public final class Layers implements UnaryChannel {
  private final UnaryChannel outermost;
  private final List<Layer> present;
  private final RetryBudget budget = new RetryBudget();
  private @Nullable Hedge hedge;
  private @Nullable Breaker breaker;
  private @Nullable ConcurrencyLimit limit;
  private @Nullable Retry retry;
  private @Nullable SingleFlight flight;

  /**
   * Puts them around a transport.
   *
   * @param wanted those that are switched on
   * @param nanoTime what measures the time, for instance {@code System::nanoTime}
   * @param random draws pauses
   */
  public Layers(
      UnaryChannel transport, Set<Layer> wanted, LongSupplier nanoTime, RandomGenerator random) {
    this(transport, wanted, nanoTime, random, _ -> {});
  }

  /**
   * Puts them around a transport.
   *
   * @param wanted those that are switched on
   * @param nanoTime what measures the time, for instance {@code System::nanoTime}
   * @param random draws pauses
   * @param onBreaker told of each method that gets a breaker, by full name, at its first call
   */
  public Layers(
      UnaryChannel transport,
      Set<Layer> wanted,
      LongSupplier nanoTime,
      RandomGenerator random,
      Consumer<String> onBreaker) {
    UnaryChannel channel = transport;
    // one slow service must not hold everything that the process has, nor be buried in tries
    if (wanted.contains(Layer.LIMIT)) {
      limit = new ConcurrencyLimit(channel, nanoTime);
      channel = limit;
    }
    // a service that restarts refuses for a moment: the second try finds its neighbour
    if (wanted.contains(Layer.RETRY)) {
      retry = new Retry(channel, budget, random);
      channel = retry;
    }
    // the slowest of several parallel calls decides how slow a page is
    if (wanted.contains(Layer.HEDGE)) {
      hedge = new Hedge(channel, budget, nanoTime);
      channel = hedge;
    }
    // calls that are answered pay for the tries that these two add
    if (retry != null || hedge != null) {
      channel = new Budgeted(channel, budget);
    }
    // waiting for what is down helps nobody, and being asked does not help it up
    if (wanted.contains(Layer.BREAKER)) {
      breaker = new Breaker(channel, nanoTime, onBreaker);
      channel = breaker;
    }
    // a hundred requests for one product at once need its data once
    if (wanted.contains(Layer.FLIGHT)) {
      flight = new SingleFlight(channel);
      channel = flight;
    }
    this.outermost = channel;
    this.present = Arrays.stream(Layer.values()).filter(wanted::contains).toList();
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    return outermost.call(method, request, attempt);
  }

  /** How the layers are doing. */
  public LayersState state() {
    Map<String, LayersState.Method> methods = new TreeMap<>();
    Map<String, Circuit.State> breakers = breaker == null ? Map.of() : breaker.states();
    Map<String, RecentLatency.Figures> latencies = hedge == null ? Map.of() : hedge.latencies();
    breakers.keySet().forEach(name -> methods.put(name, method(name, breakers, latencies)));
    latencies.keySet().forEach(name -> methods.put(name, method(name, breakers, latencies)));
    return new LayersState(
        present,
        limit().orElse(null),
        budget.left(),
        counts(),
        Collections.unmodifiableMap(methods));
  }

  /** Calls under way at once; empty when they are not limited. */
  public Optional<LayersState.Limit> limit() {
    return Optional.ofNullable(limit)
        .map(present -> new LayersState.Limit(present.inFlight(), present.limit()));
  }

  /** The state of a method's breaker; null when it has none. */
  public @Nullable String breaker(String method) {
    Circuit.State state = breaker == null ? null : breaker.states().get(method);
    return state == null ? null : state.name();
  }

  /** What they did since the start. */
  public LayersState.Counts counts() {
    return new LayersState.Counts(
        breaker == null ? 0 : breaker.rejected(),
        limit == null ? 0 : limit.rejected(),
        retry == null ? 0 : retry.retries(),
        hedge == null ? 0 : hedge.hedges(),
        hedge == null ? 0 : hedge.won(),
        flight == null ? 0 : flight.joined());
  }

  private static LayersState.Method method(
      String name,
      Map<String, Circuit.State> breakers,
      Map<String, RecentLatency.Figures> latencies) {
    Circuit.State state = breakers.get(name);
    return new LayersState.Method(state == null ? null : state.name(), latencies.get(name));
  }

  /** Innermost first, as they stand. */
  @Override
  public String toString() {
    return String.join(" < ", present.stream().map(Layer::label).toList());
  }
}
