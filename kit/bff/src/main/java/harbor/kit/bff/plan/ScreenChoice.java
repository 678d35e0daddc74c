package harbor.kit.bff.plan;

import com.google.protobuf.Message;
import harbor.kit.client.Caller;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * A screen that is one of several of the same view: which calls it needs depends on who asks, or on
 * what.
 *
 * @param screens all of them, at least one
 * @param choice one of them, for this caller and this request; pure
 */
public record ScreenChoice<I, V extends Message>(
    List<Screen<I, V>> screens, BiFunction<Caller, I, Screen<I, V>> choice)
    implements Screen<I, V> {
  /** Copies the list. */
  public ScreenChoice {
    screens = List.copyOf(screens);
    if (screens.isEmpty()) {
      throw new IllegalArgumentException("screens: none (expected: at least one)");
    }
  }

  @Override
  public List<Plan<?>> plans() {
    return screens.stream().<Plan<?>>flatMap(screen -> screen.plans().stream()).toList();
  }

  @Override
  public Class<V> view() {
    return screens.getFirst().view();
  }

  @Override
  public CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, I input) {
    return choice.apply(scope.caller(), input).page(runner, scope, input);
  }
}
