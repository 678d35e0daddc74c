package harbor.kit.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private final AtomicInteger times = new AtomicInteger();

  @Test
  void work_isDoneAgain_alsoAfterItFailed() {
    try (Sweeper _ =
        Sweeper.start(
            "numbers",
            "A removal",
            Duration.ofMillis(1),
            () -> {
              if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
              }
            })) {
      await().until(() -> times.get() >= 3);
    }
  }

  @Test
  void work_isNotDone_beforeTheIntervalIsOver_norOnceItIsClosed() {
    Sweeper sweeper =
        Sweeper.start("numbers", "A removal", Duration.ofHours(1), times::incrementAndGet);

    sweeper.close();

    assertThat(times).hasValue(0);
  }
}
