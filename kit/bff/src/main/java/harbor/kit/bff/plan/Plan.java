package harbor.kit.bff.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a screen calls, all at once, and how long that may take in all.
 *
 * <p>A second step that needs the first one's answer is a second plan, run within the same {@link
 * RequestScope}. Immutable; run by a {@link PlanRunner}.
 *
 * @param <I> what the plan is run with
 */
public final class Plan<I> {
  private final String name;
  private final Duration budget;
  private final List<Call<I, ?>> calls;

  private Plan(String name, Duration budget, List<Call<I, ?>> calls) {
    this.name = name;
    this.budget = budget;
    this.calls = calls;
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
    return new Plan<>(name, budget, List.copyOf(started));
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
}
