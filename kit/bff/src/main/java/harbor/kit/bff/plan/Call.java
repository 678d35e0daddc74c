package harbor.kit.bff.plan;

import harbor.kit.client.Rpc;
import harbor.kit.client.Write;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a plan: its name, where its answer comes from, and how long it may take.
 *
 * <p>Made as a sentence: {@code critical("catalog.product",
 * catalog::product).within(ofMillis(150))}, {@code optional("reviews.rating",
 * reviews::rating).within(ofMillis(80)).orElse(Rating.NONE)}. A call without a deadline, or an
 * optional one without a fallback, is not a {@code Call}. Immutable.
 *
 * @param <I> what the plan is run with
 * @param <T> the answer
 */
public abstract sealed class Call<I, T> permits CriticalCall, OptionalCall {
  private final String name;
  private final Source<? super I, ? extends T> source;
  private final Duration deadline;
  private final boolean isChange;
  private final @Nullable String method;

  Call(Asked<I, T> asked, Duration deadline) {
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException(
          "deadline of %s: %s (expected: more than zero)".formatted(asked.name(), deadline));
    }
    this.name = asked.name();
    this.source = asked.source();
    this.isChange = asked.isChange();
    this.method = asked.method();
    this.deadline = deadline;
  }

  /** A call without whose answer there is no page. */
  public static <I, T> Critical<I, T> critical(String name, Source<? super I, ? extends T> source) {
    return critical(new Asked<>(name, source, false, null));
  }

  /** A call to a core service without whose answer there is no page. */
  public static <I, T> Critical<I, T> critical(String name, Rpc<? super I, ? extends T> rpc) {
    return critical(Asked.of(name, rpc));
  }

  /** A call for which something can stand in. */
  public static <I, T> Optional<I, T> optional(String name, Source<? super I, ? extends T> source) {
    return optional(new Asked<>(name, source, false, null));
  }

  /** A call to a core service for which something can stand in. */
  public static <I, T> Optional<I, T> optional(String name, Rpc<? super I, ? extends T> rpc) {
    return optional(Asked.of(name, rpc));
  }

  private static <I, T> Critical<I, T> critical(Asked<I, T> asked) {
    return deadline -> new CriticalCall<>(asked, deadline);
  }

  private static <I, T> Optional<I, T> optional(Asked<I, T> asked) {
    return deadline -> fallback -> new OptionalCall<>(asked, deadline, fallback);
  }

  /** What is asked, under which name, and whether that changes something. */
  record Asked<I, T>(
      String name,
      Source<? super I, ? extends T> source,
      boolean isChange,
      @Nullable String method) {
    Asked {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(source, "source");
    }

    /** Opened here, so that its cache is seen from the start. */
    static <I, T> Asked<I, T> of(String name, Rpc<? super I, ? extends T> rpc) {
      rpc.open();
      return new Asked<>(
          name, source(rpc), rpc instanceof Write<?, ?>, rpc.method().getFullMethodName());
    }

    private static <I, T> Source<I, T> source(Rpc<I, T> rpc) {
      return rpc::send;
    }
  }

  /** A critical call that still needs its deadline. */
  @FunctionalInterface
  public interface Critical<I, T> {
    /** At most so long, and never longer than what is left of the plan. */
    CriticalCall<I, T> within(Duration deadline);
  }

  /** An optional call that still needs its deadline. */
  @FunctionalInterface
  public interface Optional<I, T> {
    /** At most so long, and never longer than what is left of the plan. */
    Fallible<I, T> within(Duration deadline);
  }

  /** An optional call that still needs its fallback. */
  @FunctionalInterface
  public interface Fallible<I, T> {
    /** What stands in when the call fails. */
    OptionalCall<I, T> orElse(T fallback);
  }

  /** {@code <service>.<what>}: as metrics, logs and clients ({@code X-Degraded}) name it. */
  public String name() {
    return name;
  }

  /** The service that a call of this name asks: what stands before the first point. */
  public static String serviceOf(String name) {
    return name.split("\\.", 2)[0];
  }

  /** How long it may take at most. */
  public Duration deadline() {
    return deadline;
  }

  /** Whether there is no page without it. */
  public abstract boolean isCritical();

  /** The full name of the gRPC method behind it; empty when it is not one of a client's. */
  public java.util.Optional<String> method() {
    return java.util.Optional.ofNullable(method);
  }

  /** Whether it changes something. */
  public boolean isChange() {
    return isChange;
  }

  Source<? super I, ? extends T> source() {
    return source;
  }
}
