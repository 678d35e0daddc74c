package harbor.kit.bff.plan;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a screen calls, all at once, and how long that may take in all.
 *
 * <p>A second step that needs the first one's answer is a second plan that {@linkplain #then
 * follows} within what is left of the first one's budget. Immutable; run by a {@link PlanRunner}.
 *
 * @param <I> what the plan is run with
 */
public final class Plan<I> {
  private final String name;
  private final Duration budget;
  private final List<Call<I, ?>> calls;
  private final @Nullable Step<I, ?> next;
  private final boolean isChange;

  /** What follows a plan: made of its input and its parts is what the next one is run with. */
  record Step<I, J>(BiFunction<I, PlanParts, J> input, Plan<J> plan) {}

  private Plan(
      String name,
      Duration budget,
      List<Call<I, ?>> calls,
      @Nullable Step<I, ?> next,
      boolean isChange) {
    this.name = name;
    this.budget = budget;
    this.calls = calls;
    this.next = next;
    this.isChange = isChange;
  }

  /**
   * A plan.
   *
   * @param name {@code <bff>.<screen>}, for instance {@code mobile.product}
   * @param budget the time for all of it
   * @param calls in the order in which they are started; each name once
   */
  @SafeVarargs
  public static <I> Plan<I> of(String name, Duration budget, Call<I, ?>... calls) {
    Set<String> names = new HashSet<>();
    List<Call<I, ?>> started = new ArrayList<>();
    for (Call<I, ?> call : calls) {
      if (!names.add(call.name())) {
        throw new IllegalArgumentException(
            "calls of %s: %s stands there twice".formatted(name, call.name()));
      }
      started.add(call);
    }
    if (budget.isZero() || budget.isNegative()) {
      throw new IllegalArgumentException(
          "budget of %s: %s (expected: more than zero)".formatted(name, budget));
    }
    return new Plan<>(name, budget, List.copyOf(started), null, false);
  }

  /**
   * This plan, followed by another one once all its calls have settled and no critical one is
   * missing. The second one's time is its own budget or what is left of this one's, whichever is
   * less; the page sees the parts of both.
   *
   * @param input makes of this plan's parts what the second one is run with
   * @param second a plan without any call of this one
   */
  public <J> Plan<I> then(Function<PlanParts, J> input, Plan<J> second) {
    return then((_, parts) -> input.apply(parts), second);
  }

  /** The same where the second plan needs what this one was run with, too. */
  public <J> Plan<I> then(BiFunction<I, PlanParts, J> input, Plan<J> second) {
    if (next != null) {
      throw new IllegalStateException(
          "%s: %s follows it already (expected: a plan that nothing follows)"
              .formatted(name, next.plan().name()));
    }
    for (Plan<?> later : second.steps()) {
      for (Call<?, ?> call : later.calls()) {
        if (calls.stream().anyMatch(own -> own.name().equals(call.name()))) {
          throw new IllegalArgumentException(
              "calls of %s: %s stands in %s too".formatted(second.name, call.name(), name));
        }
      }
    }
    return new Plan<>(name, budget, calls, new Step<>(input, second), isChange);
  }

  /**
   * This plan as one that changes something: what it has sent is not cancelled, neither by a client
   * that leaves nor by another call that failed.
   */
  public Plan<I> changes() {
    return new Plan<>(name, budget, calls, next, true);
  }

  /** The screen that shows what its calls gave. */
  @SafeVarargs
  public final <V extends Message> Screen<I, V> shows(Function<PlanParts, V> view, V... type) {
    return screen((_, parts) -> view.apply(parts), Types.element(type.getClass()));
  }

  /**
   * The screen that shows what its calls gave.
   *
   * @param view makes what clients see, of the input and the parts of this plan and those that
   *     follow it; pure
   * @param type nothing: the compiler makes an empty array of the view's type, by which that is
   *     known at the start
   * @throws IllegalArgumentException when a call that changes something stands in a plan that does
   *     not say so
   */
  @SafeVarargs
  public final <V extends Message> Screen<I, V> shows(BiFunction<I, PlanParts, V> view, V... type) {
    return screen(view, Types.element(type.getClass()));
  }

  /** The same where the view's type is a variable: a plan that several BFFs share. */
  public <V extends Message> Screen<I, V> shows(Function<PlanParts, V> view, Class<V> type) {
    return screen((_, parts) -> view.apply(parts), type);
  }

  /** The same of the input, too. */
  public <V extends Message> Screen<I, V> shows(BiFunction<I, PlanParts, V> view, Class<V> type) {
    return screen(view, type);
  }

  private <V extends Message> Screen<I, V> screen(BiFunction<I, PlanParts, V> view, Class<V> type) {
    steps().forEach(Plan::checkChanges);
    return new PlannedScreen<>(this, view, type);
  }

  private void checkChanges() {
    for (Call<?, ?> call : calls) {
      if (call.isChange() && !isChange) {
        throw new IllegalArgumentException(
            "%s: %s changes something (expected: a plan with changes())"
                .formatted(name, call.name()));
      }
    }
  }

  /** {@code <bff>.<screen>}. */
  public String name() {
    return name;
  }

  /** The time for all of it. */
  public Duration budget() {
    return budget;
  }

  /** Its calls, in the order in which they are started. */
  public List<Call<I, ?>> calls() {
    return calls;
  }

  /** This plan and those that follow it, in the order in which they are run. */
  public List<Plan<?>> steps() {
    List<Plan<?>> steps = new ArrayList<>();
    for (Plan<?> step = this; step != null; step = step.next == null ? null : step.next.plan()) {
      steps.add(step);
    }
    return steps;
  }

  /** Whether it changes something. */
  public boolean isChange() {
    return isChange;
  }

  @Nullable Step<I, ?> next() {
    return next;
  }
}
