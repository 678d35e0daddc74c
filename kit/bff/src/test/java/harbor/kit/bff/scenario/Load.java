package harbor.kit.bff.scenario;

import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Visitors who ask for screens: at a rate, independently of each other and of how they are served
 * (exponential gaps), some products more often than others (every sixth request is for the same
 * one). The same visitors in every run.
 */
final class Load {
  private static final CorrelationId CORRELATION_ID = new CorrelationId("correlation-1");
  private static final Duration WHOLE_REQUEST = Duration.ofSeconds(10);
  private static final int PRODUCTS = 1_000;

  private final VirtualTime time;
  private final ToDoubleFunction<Duration> perSecond;
  private final Random random = new Random(2);
  private final PlanRunner runner = new PlanRunner(PlanListener.NONE);
  private final List<Screen> screens = new ArrayList<>();
  private int asked;

  private record Screen(Plan<String> plan, Requests requests) {}

  /**
   * A load.
   *
   * @param perSecond how many requests a second there are at a time
   */
  Load(VirtualTime time, ToDoubleFunction<Duration> perSecond) {
    this.time = time;
    this.perSecond = perSecond;
  }

  /** Asks for this screen too, as often as for each of the others. */
  Requests on(Plan<String> plan) {
    Requests requests = new Requests();
    screens.add(new Screen(plan, requests));
    return requests;
  }

  /** Asks for so long, and then waits until everything has ended. */
  void run(Duration lasting) {
    later(time.now().plus(lasting));
    time.advance(lasting.plus(WHOLE_REQUEST));
  }

  private void later(Duration end) {
    double gap = -StrictMath.log(1 - random.nextDouble()) / perSecond.applyAsDouble(time.now());
    Duration wait = Duration.ofNanos((long) (gap * Duration.ofSeconds(1).toNanos()));
    if (time.now().plus(wait).compareTo(end) < 0) {
      var _ =
          time.after(
              wait,
              () -> {
                ask(screens.get(asked++ % screens.size()));
                later(end);
              });
    }
  }

  private void ask(Screen screen) {
    RequestScope scope =
        RequestScope.open(
            WHOLE_REQUEST, CORRELATION_ID, Caller.ANONYMOUS, Context.root(), time.ticker(), time);
    Duration at = time.now();
    var _ =
        runner
            .run(screen.plan(), scope, product(), _ -> "page")
            .whenComplete(
                (page, bug) -> {
                  if (bug != null) {
                    throw new AssertionError("No page, not even a missing one", bug);
                  }
                  screen
                      .requests()
                      .add(
                          new Requests.Request(at, time.now().minus(at), Requests.Ending.of(page)));
                  scope.close();
                });
  }

  private String product() {
    double draw = random.nextDouble();
    return "product-" + (int) (PRODUCTS * draw * draw * draw * draw);
  }
}
