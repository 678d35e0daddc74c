package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.observability.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningProcessTest {
  private final Telemetry telemetry = Telemetry.start("store", Map.of("OTEL_SDK_DISABLED", "true"));
  private static final CountDownLatch LAST_STARTED = new CountDownLatch(1);

  /** Takes until the last process has started to be initialized. */
  private static final class Dear {
    static final String NAME = initialized();

    private static String initialized() {
      try {
        LAST_STARTED.await();
        return "dear";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @AfterAll
  void close() {
    telemetry.close();
  }

  @Test
  @Timeout(20)
  void startTogether_moreStartsWaitForAClassThanThereAreCores_leavesTheOthersRoom() {
    List<RunningProcess.Start> starts = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      starts.add(() -> new RunningProcess(Dear.NAME, 1, telemetry, Optional.empty()));
    }
    starts.add(
        () -> {
          LAST_STARTED.countDown();
          return new RunningProcess("last", 2, telemetry, Optional.empty());
        });

    assertThat(RunningProcess.startTogether(starts))
        .hasSameSizeAs(starts)
        .last()
        .returns("last", RunningProcess::name);
  }

  @Test
  void startTogether_oneFails_waitsForAllAndThrowsItsFailure() {
    AtomicBoolean other = new AtomicBoolean();
    List<RunningProcess.Start> starts =
        List.of(
            () -> {
              throw new IllegalArgumentException("no port");
            },
            () -> {
              other.set(true);
              return new RunningProcess("other", 1, telemetry, Optional.empty());
            });

    assertThatThrownBy(() -> RunningProcess.startTogether(starts)).hasMessage("no port");
    assertThat(other).isTrue();
  }
}
