package harbor.kit.bff.edge;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeferredTimersTest {
  private final VirtualTime time = new VirtualTime();
  private final AtomicLong late = new AtomicLong();
  private final DeferredTimers timers =
      new DeferredTimers(time, () -> time.ticker().nanoTime() + late.get());
  private final List<String> order = new ArrayList<>();

  @Test
  void timerInTime_strikesAtOnce() {
    var _ = at80(timers, "deadline");
    var _ = at80(time, "answer");

    time.advance(ofMillis(81));

    assertThat(order).containsExactly("deadline", "answer");
  }

  @Test
  void timerThatComesLate_letsWhatHasArrivedGoFirst() {
    var _ = at80(timers, "deadline");
    var _ = at80(time, "answer");

    late.set(ofMillis(5).toNanos());
    time.advance(ofMillis(81));

    assertThat(order).containsExactly("answer", "deadline");
  }

  @Test
  void timerThatIsCancelled_neverStrikes() {
    ScheduledFuture<?> timer = at80(timers, "deadline");

    timer.cancel(false);
    time.advance(ofMillis(100));

    assertThat(order).isEmpty();
  }

  private ScheduledFuture<?> at80(ScheduledExecutorService scheduler, String what) {
    Runnable task = () -> order.add(what);
    return scheduler.schedule(task, 80, TimeUnit.MILLISECONDS);
  }
}
